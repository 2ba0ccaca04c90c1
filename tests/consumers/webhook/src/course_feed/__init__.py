"""A web service that receives Canvas Live Events and shows what happens in a course."""
