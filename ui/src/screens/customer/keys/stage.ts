/** Where a key stands, in words: the badge, and what comes next (manual, chapter 4.3.3). */
import type { Wire } from '$lib/api/client.ts';
import { date, daysUntil, t } from '$lib/i18n/index.ts';

const KINDS = {
	waiting: 'waiting',
	arriving: 'waiting',
	expired: 'expired',
	active: 'active',
	suspended: 'suspended',
	deleted_by_admin: 'deleted-by-admin',
	deleted_by_user: 'deleted-by-user',
	deleted: 'deleted-with-user',
} as const;

/** In the order of a key's life; also the order of the filter. */
export const STAGES: readonly Wire.KeyStage[] = [
	'waiting',
	'arriving',
	'expired',
	'active',
	'suspended',
	'deleted_by_admin',
	'deleted_by_user',
	'deleted',
	'none',
];

/** The badge's icon and colour. */
export function stageKind(stage: Wire.KeyStage): (typeof KINDS)[keyof typeof KINDS] | null {
	return stage === 'none' ? null : KINDS[stage];
}

const SHORT = {
	none: 'keys-stage-none',
	waiting: 'keys-stage-waiting',
	arriving: 'keys-stage-arriving',
	expired: 'keys-stage-expired',
	active: 'keys-stage-active',
	suspended: 'keys-stage-suspended',
	deleted_by_admin: 'keys-stage-deleted-by-admin',
	deleted_by_user: 'keys-stage-deleted-by-user',
	deleted: 'keys-stage-deleted',
} as const;

/** One or two words for a table and a filter. */
export function stageName(stage: Wire.KeyStage): string {
	return t(SHORT[stage]);
}

const LONG = {
	...SHORT,
	waiting: 'keys-status-waiting',
	arriving: 'keys-status-arriving',
	expired: 'keys-status-expired',
} as const;

/** The manual's full wording, for the card. */
export function stageStatus(stage: Wire.KeyStage): string {
	return t(LONG[stage]);
}

/** "expires in 6 days", or in hours on its last day. */
export function expiry(at: string, now: Date = new Date()): string {
	const hours = Math.ceil((new Date(at).getTime() - now.getTime()) / 3_600_000);
	if (hours <= 0) return t('keys-note-expired', { date: date(at) });
	if (hours < 24) return t('keys-note-expires-hours', { hours });
	return t('keys-note-expires-days', { days: daysUntil(at, now) });
}

export interface Standing {
	stage: Wire.KeyStage;
	/** When the stage began. */
	stage_at: string | null;
	code_expires_at: string | null;
	valid_to: string | null;
}

/** The short next step beside the badge; empty where there is nothing to add. */
export function stageNote(key: Standing): string {
	const since = key.stage_at ? t('keys-note-since', { date: date(key.stage_at) }) : '';
	switch (key.stage) {
		case 'none':
			return '';
		case 'waiting':
			return key.code_expires_at ? expiry(key.code_expires_at) : '';
		case 'arriving':
			return t('keys-note-arriving');
		case 'expired':
			return t('keys-note-code-unused');
		case 'active': {
			if (!key.valid_to) return since;
			const left = daysUntil(`${key.valid_to}T23:59:59`);
			if (left <= 0) return t('keys-note-validity-over', { date: date(key.valid_to) });
			return left <= 30 ? t('keys-note-valid-until', { date: date(key.valid_to) }) : since;
		}
		default:
			return since;
	}
}

/** `17 (0x11)`, as readers see it. */
export function userId(number: number): string {
	return `${number} (0x${number.toString(16).toUpperCase()})`;
}

/** Whole credits there are to spend. */
export function creditLeft(credit: Wire.CreditLeft): number {
	return credit.paid + credit.trial;
}

/** May one key more be paid for? */
export function canPay(credit: Wire.CreditLeft): boolean {
	return credit.unlimited || creditLeft(credit) > 0;
}
