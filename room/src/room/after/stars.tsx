import { Star } from "lucide-react";
import { useState } from "react";
import { cx } from "../ui/classes";
import { t } from "../words";

/** As the five grades of a listener's opinion in ITU-T P.800: 1 is bad, 5 excellent. */
export type Grade = 1 | 2 | 3 | 4 | 5;
const GRADES: readonly Grade[] = [1, 2, 3, 4, 5];

interface Props {
  name: string;
  grade: Grade | null;
  onGrade: (grade: Grade) => void;
}

/** One of five stars, as a group of radio buttons. */
export function Stars({ name, grade, onGrade }: Props) {
  const [over, setOver] = useState<Grade | null>(null);
  const shown = over ?? grade;
  return (
    <>
      <div
        className="mt-3 flex justify-center"
        onPointerLeave={() => {
          setOver(null);
        }}
      >
        {GRADES.map((one) => (
          <label
            key={one}
            className="cursor-pointer rounded-xl p-2 text-primary outline-offset-0 has-focus-visible:outline-2 has-focus-visible:outline-primary"
            onPointerEnter={({ pointerType }) => {
              if (pointerType === "mouse") setOver(one);
            }}
          >
            <input
              type="radio"
              className="sr-only"
              name={name}
              aria-label={t(`after.stars.${one}`)}
              checked={grade === one}
              onChange={() => {
                onGrade(one);
              }}
            />
            <Star aria-hidden strokeWidth={1.5} className={cx("size-8", shown !== null && one <= shown && "fill-current")} />
          </label>
        ))}
      </div>
      <p aria-hidden className="min-h-6 text-center text-sm text-base-content/75">
        {shown !== null && t(`after.stars.${shown}`)}
      </p>
    </>
  );
}
