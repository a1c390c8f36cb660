import { describe, expect, it } from "vitest";
import { makeLogView, makeScreen, plain } from "./terminal.ts";

function screenOf(isTTY: boolean, noColour = false) {
  const written: string[] = [];
  const stream = { isTTY, write: (text: string) => written.push(text) };
  return { screen: makeScreen(stream, noColour), text: () => written.join("") };
}

describe("the screen", () => {
  it("has colour on a terminal only, and not when that is not wanted", () => {
    expect(screenOf(true).screen.verdict("fail")).toBe("\u001b[1;31mfail\u001b[0m");
    expect(screenOf(false).screen.verdict("fail")).toBe("fail");
    expect(screenOf(true, true).screen.verdict("fail")).toBe("fail");
  });

  it("shows control and direction characters as escapes", () => {
    expect(plain("a\u001b[2J\u202eb\tc")).toBe("a\\u001b[2J\\u202eb\tc");
    expect(plain("x ##[add-mask]y")).toBe("x ## [add-mask]y");
  });
});

describe("the log view", () => {
  it("shows lines as they come, commands as a runner shows them, and hides the rest", () => {
    const { screen, text } = screenOf(false);
    const view = makeLogView(screen);
    view.write("::group::Semg");
    view.write(
      "rep\nplain ##[add-mask]x\n::add-mask::secret\nline\n::error file=a.ts,line=3::bad%0Athing\n::notice::n",
    );
    view.end();
    view.end();
    expect(text()).toBe("  │ ▸ Semgrep\n  │ line\n  │ Error a.ts:3: bad thing\n  │ Notice: n\n");
  });
});
