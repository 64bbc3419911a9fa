/** The page around the phones, and both phones in it. */
import type { Page } from 'playwright-core'
import { findPanel, untilOpen, type PanelParts } from '../../../../scripts/playground/panel.mjs'
import { findPhone, type PhoneOnScreen } from './phone-on-screen'

export interface Panel extends PanelParts {
  readonly page: Page
  readonly ann: PhoneOnScreen
  readonly bob: PhoneOnScreen
}

export const createPanel = (page: Page): Panel => ({
  ...findPanel(page),
  page,
  ann: findPhone(page, 'ann'),
  bob: findPhone(page, 'bob'),
})

/** Whether both phones show their first page and are connected. */
export const untilConnected = ({ ann, bob }: Panel): Promise<void> => untilOpen([ann, bob])
