import { linked } from "./links";

/** A message's text: text is text, addresses become links that know nothing of us. */
export function Text({ text }: { text: string }) {
  return (
    <p className="text-sm break-words whitespace-pre-wrap [overflow-wrap:anywhere]">
      {linked(text).map((part, place) =>
        "href" in part ? (
          <a key={place} className="link" href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </p>
  );
}
