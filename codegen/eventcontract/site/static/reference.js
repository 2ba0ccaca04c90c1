// Hands the document to the component, which renders it in one go.
"use strict";

window.AsyncApiStandalone.render(
  {
    schema: window.asyncapiDocument,
    config: { show: { sidebar: true, errors: true }, sidebar: { showOperations: "byDefault" } },
  },
  document.getElementById("asyncapi"),
);
