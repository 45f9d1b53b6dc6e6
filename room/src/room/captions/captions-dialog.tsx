import { ConfirmDialog } from "../people/confirm-dialog";
import { type CaptionsColours, type CaptionsSize } from "../media/choices";
import { Switch } from "../settings/switch";
import { Dialog } from "../ui/dialog";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import type { Shown } from "./captions";

const SIZES: readonly CaptionsSize[] = ["small", "medium", "large", "huge"];
const COLOURS: readonly CaptionsColours[] = ["dark", "light", "yellow"];

/** What is asked around captions. */
export default function CaptionsDialog({ inside, what }: { inside: Inside; what: NonNullable<Shown> }) {
  const close = (): void => {
    inside.captions.shown.set(null);
  };
  if (what === "start") return <Start inside={inside} onClose={close} />;
  if (what === "answer") return <Answer inside={inside} onClose={close} />;
  if (what === "look") return <Look inside={inside} onClose={close} />;
  return (
    <ConfirmDialog
      title={t("captions.stop.title")}
      text={t("captions.stop.text")}
      confirm={t("captions.stop")}
      onClose={close}
      onConfirm={() => {
        close();
        void inside.attempt(() => inside.captions.stop());
      }}
    />
  );
}

interface Props {
  inside: Inside;
  onClose: () => void;
}

function Start({ inside, onClose }: Props) {
  const question = useStore(inside.captions.state)?.question;
  return (
    <Dialog
      title={t("captions.start.title")}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="btn rounded-full" onClick={onClose}>
            {t("cancel")}
          </button>
          <button
            type="button"
            className="btn btn-primary rounded-full"
            onClick={() => {
              onClose();
              void inside.attempt(() => inside.captions.start());
            }}
          >
            {t("captions.start.confirm")}
          </button>
        </>
      }
    >
      <p>{t("captions.start.text")}</p>
      {question && <p className="mt-2">{question.words}</p>}
    </Dialog>
  );
}

/** Agreeing looks like refusing: neither is pressed for its colour. */
const BUTTON = "btn rounded-full max-sm:w-full";

/** Who turned them on, and whether one's own words are shown. Closed without a word they are not. */
function Answer({ inside, onClose }: Props) {
  const state = useStore(inside.captions.state);
  if (!state?.question) return null;
  const { mine, question, started_by: name } = state;
  const answer = (choice: "agreed" | "refused", label: "captions.agree" | "captions.refuse") => (
    <button
      type="button"
      className={BUTTON}
      onClick={() => {
        onClose();
        void inside.attempt(() => inside.captions.answer(choice, question.version));
      }}
    >
      {t(label)}
    </button>
  );
  const later = (
    <button type="button" className={BUTTON} onClick={onClose}>
      {t("captions.later")}
    </button>
  );
  return (
    <Dialog
      title={t("captions.title")}
      onClose={onClose}
      actions={
        mine === "agreed" ? (
          <>
            {answer("refused", "captions.refuse")}
            {later}
          </>
        ) : (
          <>
            {mine === null ? answer("refused", "captions.refuse") : later}
            {answer("agreed", "captions.agree")}
          </>
        )
      }
    >
      {name && <p>{t("captions.by", { name })}</p>}
      <p className="mt-2">{mine === null ? question.words : t(mine === "agreed" ? "captions.in" : "captions.out")}</p>
      {mine === null && <p className="mt-2">{question.limits}</p>}
    </Dialog>
  );
}

function Look({ inside, onClose }: Props) {
  const { captionsSize, captionsColours, captionsRead } = useStore(inside.captions.look);
  return (
    <Dialog
      title={t("captions.look")}
      onClose={onClose}
      actions={
        <button type="button" className="btn btn-primary rounded-full" onClick={onClose}>
          {t("settings.done")}
        </button>
      }
    >
      <Choice
        legend={t("captions.size")}
        name="captions-size"
        of={SIZES}
        chosen={captionsSize}
        label={(one) => t(`captions.size.${one}`)}
        onChoose={(one) => {
          inside.captions.choose({ captionsSize: one });
        }}
      />
      <Choice
        legend={t("captions.colours")}
        name="captions-colours"
        of={COLOURS}
        chosen={captionsColours}
        label={(one) => t(`captions.colours.${one}`)}
        onChoose={(one) => {
          inside.captions.choose({ captionsColours: one });
        }}
      />
      <div className="mt-4 text-base-content">
        <Switch
          label={t("captions.read")}
          text={t("captions.read.text")}
          on={captionsRead}
          onChange={(on) => {
            inside.captions.choose({ captionsRead: on });
          }}
        />
      </div>
    </Dialog>
  );
}

interface ChoiceProps<T extends string> {
  legend: string;
  name: string;
  of: readonly T[];
  chosen: T;
  label: (one: T) => string;
  onChoose: (one: T) => void;
}

function Choice<T extends string>({ legend, name, of, chosen, label, onChoose }: ChoiceProps<T>) {
  return (
    <fieldset className="mt-2">
      <legend className="mb-1 text-sm font-medium text-base-content">{legend}</legend>
      <div className="flex flex-wrap gap-x-5">
        {of.map((one) => (
          <label key={one} className="flex min-h-10 cursor-pointer items-center gap-2 text-base-content">
            <input
              type="radio"
              name={name}
              className="radio radio-primary radio-sm"
              checked={chosen === one}
              onChange={() => {
                onChoose(one);
              }}
            />
            {label(one)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
