// The open dialog, whichever it is.
import type { ReactElement } from 'react';
import { assertNever } from '../core/model/error.js';
import type { Layout } from '../core/view/layout.js';
import type { FieldName } from '../core/view/view-state.js';
import { AnswerBox } from './answer-box.js';
import { CommentForm } from './comment-form.js';
import { ConfirmBox } from './confirm-box.js';
import { FinishForm } from './finish-form.js';
import type { GlyphSet } from './glyphs.js';
import { GoalForm } from './goal-form.js';
import { IssuesBox } from './issues-box.js';
import { LetterForm } from './letter-form.js';
import { MessageForm } from './message-form.js';
import { PaletteBox } from './palette-box.js';
import { PlanTaskForm } from './plan-task-form.js';
import { PromptBox } from './prompt-box.js';
import { ReplyForm } from './reply-form.js';
import type { ScreenProps } from './screen-props.js';
import { TaskForm } from './task-form.js';
import { WishForm } from './wish-form.js';

export interface DialogViewProps {
  readonly layout: Layout;
  readonly glyphs: GlyphSet;
  readonly screen: ScreenProps;
  readonly onField: (field: FieldName, value: string) => void;
}

export function DialogView({ layout, glyphs, screen, onField }: DialogViewProps): ReactElement | null {
  const { dialog } = screen.view;
  const at = layout.dialog;
  if (dialog === null || at === null) return null;
  switch (dialog.kind) {
    case 'task':
      return <TaskForm at={at} glyphs={glyphs} dialog={dialog} onField={onField} />;
    case 'planTask':
      return <PlanTaskForm at={at} glyphs={glyphs} dialog={dialog} onField={onField} />;
    case 'goal':
      return <GoalForm at={at} glyphs={glyphs} dialog={dialog} onField={onField} />;
    case 'wish':
      return <WishForm at={at} glyphs={glyphs} dialog={dialog} onField={onField} />;
    case 'message':
      return <MessageForm at={at} glyphs={glyphs} dialog={dialog} onField={onField} />;
    case 'letter':
      return <LetterForm at={at} glyphs={glyphs} dialog={dialog} screen={screen} onField={onField} />;
    case 'reply':
      return <ReplyForm at={at} glyphs={glyphs} dialog={dialog} onField={onField} />;
    case 'comment':
      return <CommentForm at={at} glyphs={glyphs} dialog={dialog} onField={onField} />;
    case 'answer':
      return <AnswerBox at={at} glyphs={glyphs} dialog={dialog} onField={onField} />;
    case 'confirm':
    case 'notice':
      return <ConfirmBox at={at} glyphs={glyphs} dialog={dialog} onField={onField} />;
    case 'finish':
      return <FinishForm at={at} glyphs={glyphs} dialog={dialog} onField={onField} />;
    case 'prompt':
      return <PromptBox at={at} glyphs={glyphs} dialog={dialog} onField={onField} />;
    case 'palette':
      return <PaletteBox at={at} glyphs={glyphs} dialog={dialog} screen={screen} onField={onField} />;
    case 'issues':
      return <IssuesBox at={at} glyphs={glyphs} dialog={dialog} onField={onField} />;
    default:
      return assertNever(dialog);
  }
}
