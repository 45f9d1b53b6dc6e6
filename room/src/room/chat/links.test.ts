import { describe, expect, it } from "vitest";
import { linked, type Part } from "./links";

const hrefs = (text: string): string[] => linked(text).flatMap((part: Part) => ("href" in part ? [part.href] : []));

describe("links in a text", () => {
  it("are http, https and mail", () => {
    expect(hrefs("see https://example.com/a and http://example.org, or mail ada@example.com")).toEqual([
      "https://example.com/a",
      "http://example.org/",
      "mailto:ada@example.com",
    ]);
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "//example.com", "www.example.com"])(
    "are never %s",
    (text) => {
      expect(hrefs(text)).toEqual([]);
    },
  );

  it("end before the sentence does", () => {
    expect(hrefs("Look at https://example.com/a.")).toEqual(["https://example.com/a"]);
    expect(hrefs("(see https://example.com/a)")).toEqual(["https://example.com/a"]);
    expect(hrefs("https://example.com/wiki/A_(b)")).toEqual(["https://example.com/wiki/A_(b)"]);
  });

  it("lose nothing of the text", () => {
    for (const text of ["", "plain", "<b>https://example.com</b> & more", "a https://x.test b mailto:c@d.test, e", "https://"]) {
      expect(linked(text).map((part) => part.text).join("")).toBe(text);
    }
  });
});
