// node validate.mjs DOCUMENT: the official parser's verdict on an AsyncAPI document.
//
// Prints every diagnostic. Exit status 1 if the parser gives no document, or has anything to say that is
// more serious than information.
import { readFile } from 'node:fs/promises';
import { Parser } from '@asyncapi/parser';

const SEVERITIES = ['error', 'warning', 'information', 'hint'];
const INFORMATION = 2;

const file = process.argv[2];
const { document, diagnostics } = await new Parser().parse(await readFile(file, 'utf-8'), { source: file });

for (const { severity, code, path, message, range } of diagnostics) {
  const where = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
  console.log(`${where}: ${SEVERITIES[severity]}: ${code}: ${message} (at ${path.join('.') || 'the root'})`);
}
const counts = SEVERITIES.map((name, severity) => {
  const number = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return `${number} ${name}`;
});
console.log(`official parser: ${counts.join(', ')}`);

if (!document) {
  console.log('official parser: no document');
  process.exit(1);
}
const channels = document.channels().all();
const messages = document.messages().all();
console.log(
  `official parser: AsyncAPI ${document.version()}, ${channels.length} channels, ` +
    `${document.operations().all().length} operations, ${messages.length} messages`,
);
// A parser that resolved nothing would have nothing to complain about either.
if (channels.length === 0 || messages.length === 0 || messages.some((message) => !message.hasPayload())) {
  console.log('official parser: a document without channels, or with messages without a payload, proves nothing');
  process.exit(1);
}
process.exit(diagnostics.some(({ severity }) => severity < INFORMATION) ? 1 : 0);
