"""An AWS Lambda function that keeps the rosters of Canvas courses in a DynamoDB table."""
