// Server-sent events from a fetch (EventSource cannot send the token): bytes in, events out.
export interface ServerEvent {
  id?: string;
  event: string;
  data: string;
}

/** One parser for each connection; feed() may be given any pieces of the text. */
export class EventParser {
  private rest = "";
  private id: string | undefined;
  private event = "";
  private data: string[] = [];
  private readonly emit: (event: ServerEvent) => void;

  constructor(emit: (event: ServerEvent) => void) {
    this.emit = emit;
  }

  feed(text: string): void {
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? "";
    for (const line of lines) {
      this.line(line);
    }
  }

  private line(line: string): void {
    if (line === "") {
      this.dispatch();
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) {
      return; // a comment: the server shows that it lives
    }
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "id") {
      this.id = value;
    } else if (field === "event") {
      this.event = value;
    } else if (field === "data") {
      this.data.push(value);
    }
  }

  /** An id alone counts too: it is the place to go on from. */
  private dispatch(): void {
    if (this.id !== undefined || this.event !== "" || this.data.length > 0) {
      this.emit({ id: this.id, event: this.event || "message", data: this.data.join("\n") });
    }
    this.id = undefined;
    this.event = "";
    this.data = [];
  }
}
