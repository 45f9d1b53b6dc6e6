import { describe, expect, it } from "vitest";
import { Problem } from "../api/problem";
import { en } from "./en";
import { t, tn } from "./index";
import { explainProblem } from "./problems";

describe("the catalogue", () => {
  it("fills in names", () => {
    expect(t("people.joined", { name: "Ada" })).toBe("Ada joined");
    expect(t("stage.page", { page: 2, pages: 3 })).toBe("2 of 3");
  });

  it("leaves braces in what people wrote alone", () => {
    expect(t("people.joined", { name: "{name}" })).toBe("{name} joined");
  });

  it("counts", () => {
    expect(tn("people.count", 1)).toBe("One person here");
    expect(tn("people.count", 12)).toBe("12 people here");
  });

  it("has both forms of each counted text and no empty text", () => {
    for (const [key, text] of Object.entries(en)) {
      expect(text.trim(), key).not.toBe("");
      if (key.endsWith(".other")) expect(en, key).toHaveProperty([key.replace(/other$/, "one")]);
    }
  });
});

describe("the sources", () => {
  const sources = Object.entries(import.meta.glob<string>("../**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true }))
    .filter(([path]) => !path.endsWith(".test.ts") && !path.endsWith("/en.ts"))
    .map(([, text]) => text)
    .join("\n");
  // `after.${end}.title` stands for every key of that form.
  const forms = [...sources.matchAll(/`([a-z](?:[\w.-]|\$\{[^}]*\})+)`/g)].map(
    ([, form = ""]) => new RegExp(`^${form.replaceAll(".", "\\.").replaceAll(/\$\{[^}]*\}/g, "[\\w-]+")}$`),
  );

  it("use every text of the catalogue", () => {
    const unused = Object.keys(en).filter((key) => {
      const stem = key.replace(/\.(one|other)$/, "");
      return !sources.includes(`"${key}"`) && !sources.includes(`"${stem}"`) && !forms.some((form) => form.test(key) || form.test(stem));
    });
    expect(unused).toEqual([]);
  });
});

describe("a refusal", () => {
  it("is told in our words", () => {
    expect(explainProblem(new Problem("locked", 423, "Locked."))).toBe(en["problem.locked"]);
    expect(explainProblem(new Problem("full", 409))).toBe(en["problem.full"]);
  });

  it("tells a missing passcode from a wrong one", () => {
    expect(explainProblem(new Problem("passcode", 403, "", null, { asked: true }))).toBe(en["problem.passcode.asked"]);
    expect(explainProblem(new Problem("passcode", 403))).toBe(en["problem.passcode.wrong"]);
  });

  it("says how long to wait", () => {
    expect(explainProblem(new Problem("too-many", 429, "", 30))).toBe("Too many tries. Try again in 30 seconds.");
    expect(explainProblem(new Problem("too-many", 429))).toBe(en["problem.too-many"]);
  });

  it("of an unknown kind is told in the server's words", () => {
    expect(explainProblem(new Problem("odd", 400, "The moon is wrong."))).toBe("The moon is wrong.");
    expect(explainProblem(new Problem("odd", 500))).toBe(en["problem.unexpected"]);
  });
});
