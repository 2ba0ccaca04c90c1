// Before anything is painted: with scripts, the menu of small screens begins closed.
document.documentElement.classList.add("js");
