// The whole chrome of one client: everything but the cells of the agent.
import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Layout } from '../core/view/layout.js';
import { listRange, listWindow } from '../core/view/list-window.js';
import { isOrchestratorShown } from '../core/view/orchestrator.js';
import { shownRows } from '../core/view/selection.js';
import { type FieldName, viewLayout } from '../core/view/view-state.js';
import { AgentList } from './agent-list.js';
import { BottomLines } from './bottom-lines.js';
import { CompareView } from './compare-view.js';
import { ConfigView } from './config-view.js';
import { DialogView } from './dialog-view.js';
import { DiffView } from './diff-view.js';
import { EmptyScreen } from './empty-screen.js';
import { FilterField } from './filter-line.js';
import type { GlyphSet } from './glyphs.js';
import { Header } from './header.js';
import { HelpView } from './help-view.js';
import { MessagesView } from './messages-view.js';
import { OrchestratorPane } from './orchestrator-pane.js';
import { PaneFrame } from './pane-frame.js';
import type { ScreenProps } from './screen-props.js';
import { TasksView } from './tasks-view.js';
import { TimelineView } from './timeline-view.js';

export interface ScreenViewProps {
  readonly screen: ScreenProps;
  readonly glyphs: GlyphSet;
  readonly onField: (field: FieldName, value: string) => void;
}

export function Screen({ screen, glyphs, onField }: ScreenViewProps): ReactElement {
  const layout = viewLayout(screen.view, screen.world);
  const parts = { layout, glyphs, screen };
  return (
    <Box width={layout.size.cols} height={layout.size.rows}>
      {layout.header === null ? null : (
        <Header at={layout.header} glyphs={glyphs} screen={screen} listRange={unframedRange(layout, screen)} />
      )}
      <AgentList {...parts} />
      <PaneFrame {...parts} />
      <OrchestratorPane {...parts} />
      {screen.view.selected === null && layout.dialog === null ? (
        <EmptyScreen {...parts} world={screen.world} listed={shownRows(screen.view, screen.world).length} />
      ) : null}
      <BottomLines {...parts} />
      <PlaceView {...parts} onField={onField} />
      {screen.view.isFiltering ? <FilterField at={layout.hints} name="filter" value={screen.view.filter} onField={onField} /> : null}
      <DialogView {...parts} onField={onField} />
    </Box>
  );
}

/** Without a frame the list has no title to say it in. */
function unframedRange({ list, listInside }: Layout, { view, world }: ScreenProps): string | null {
  if (list === null || list !== listInside) return null;
  const rows = shownRows(view, world);
  const height = list.height - (isOrchestratorShown(view, world) ? 1 : 0);
  return listRange(listWindow(rows, view.selected, height), rows.length);
}

function PlaceView({ layout, glyphs, screen, onField }: ScreenViewProps & { readonly layout: Layout }): ReactElement | null {
  const { place } = screen.view;
  // Where the dialog needs the body it has it alone.
  if (layout.dialog !== null) return null;
  switch (place.kind) {
    case 'agents':
      return null;
    case 'diff':
      return <DiffView layout={layout} glyphs={glyphs} place={place} screen={screen} onField={onField} />;
    case 'timeline':
      return <TimelineView layout={layout} glyphs={glyphs} place={place} screen={screen} onField={onField} />;
    case 'tasks':
      return <TasksView layout={layout} glyphs={glyphs} place={place} screen={screen} />;
    case 'compare':
      return <CompareView layout={layout} glyphs={glyphs} place={place} screen={screen} />;
    case 'messages':
      return <MessagesView layout={layout} glyphs={glyphs} place={place} screen={screen} onField={onField} />;
    case 'config':
      return <ConfigView layout={layout} glyphs={glyphs} place={place} onField={onField} />;
    case 'help':
      return <HelpView layout={layout} glyphs={glyphs} place={place} screen={screen} />;
  }
}
