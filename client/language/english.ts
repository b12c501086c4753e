/** English at once, without loading: for tests, and for tools that run beside the page. */
import { common } from './common.ts'
import commonTexts from './en/common.ts'
import errorTexts from './en/errors.ts'
import labTexts from './en/lab.ts'
import labChartsTexts from './en/lab-charts.ts'
import labSetupTexts from './en/lab-setup.ts'
import labToursTexts from './en/lab-tours.ts'
import labVaryTexts from './en/lab-vary.ts'
import labViewTexts from './en/lab-view.ts'
import logTexts from './en/log.ts'
import shareTexts from './en/share.ts'
import sharingTexts from './en/sharing.ts'
import technicalTexts from './en/technical.ts'
import { errors } from './errors.ts'
import { lab } from './lab.ts'
import { labCharts } from './lab-charts.ts'
import { labSetup } from './lab-setup.ts'
import { labTours } from './lab-tours.ts'
import { labVary } from './lab-vary.ts'
import { labView } from './lab-view.ts'
import { DEFAULT_LANGUAGE as en } from './language.ts'
import { log } from './log.ts'
import { share } from './share.ts'
import { sharing } from './sharing.ts'
import { technical } from './technical.ts'

common.put(en, commonTexts)
errors.put(en, errorTexts)
labSetup.put(en, labSetupTexts)
labTours.put(en, labToursTexts)
labVary.put(en, labVaryTexts)
lab.put(en, labTexts)
labCharts.put(en, labChartsTexts)
labView.put(en, labViewTexts)
log.put(en, logTexts)
share.put(en, shareTexts)
sharing.put(en, sharingTexts)
technical.put(en, technicalTexts)
