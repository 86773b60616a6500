// Tells the Go test of each test's end, a line of JSON each.

export default async function* report(source) {
  for await (const { type, data } of source) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const cause = data.details?.error?.cause ?? data.details?.error;
    yield `${JSON.stringify({
      name: data.name, pass: type === "test:pass" && !data.skip && !data.todo,
      why: type === "test:fail" ? String(cause?.stack ?? cause) : data.skip || data.todo ? "it was skipped" : "",
    })}\n`;
  }
}
