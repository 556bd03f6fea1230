/** How long a customer's credit lasts, in words. */
import type { Wire } from '$lib/api/client.ts';
import { number, t } from '$lib/i18n/index.ts';

/** Fewer days than this is worth a warning colour. */
const SHORT_DAYS = 30;

export function forecast(credit: Wire.CreditLeft, daysLeft: number | null): { text: string; short: boolean } {
	if (credit.unlimited) return { text: t('credit-never-runs-out'), short: false };
	if (credit.paid + credit.trial <= 0) return { text: t('credit-used-up'), short: true };
	if (daysLeft === null) return { text: t('credit-no-pace'), short: false };
	return {
		text: t('credit-lasts-days', { count: daysLeft, shown: number(daysLeft) }),
		short: daysLeft < SHORT_DAYS,
	};
}
