/** What became of a message, in words. */
import type { Wire } from '$lib/api/client.ts';
import { dateTime, t } from '$lib/i18n/index.ts';
import { showPhone } from '$lib/phone.ts';

const PROBLEMS = {
	unreachable: 'messages-problem-unreachable',
	tls: 'messages-problem-tls',
	login: 'messages-problem-login',
	recipient_refused: 'messages-problem-recipient-refused',
	rejected: 'messages-problem-rejected',
	try_later: 'messages-problem-try-later',
	bad_settings: 'messages-problem-bad-settings',
	channel_off: 'messages-problem-channel-off',
	bad_address: 'messages-problem-bad-address',
} as const;

export function problem(of: Wire.MessageProblem | null): string {
	return of ? t(PROBLEMS[of]) : '';
}

const GATEWAY_PROBLEMS = {
	...PROBLEMS,
	unreachable: 'office-sms-problem-unreachable',
	tls: 'office-sms-problem-tls',
	login: 'office-sms-problem-login',
	rejected: 'office-sms-problem-rejected',
	try_later: 'office-sms-problem-try-later',
	bad_settings: 'office-sms-problem-bad-settings',
} as const;

/** What a gateway for text messages said, in words. */
export function gatewayProblem(of: Wire.MessageProblem | null): string {
	return of ? t(GATEWAY_PROBLEMS[of]) : '';
}

/** What kind of message it is. */
export function kind(message: Wire.MessageView): string {
	if (message.purpose === 'reminder') return t('messages-reminder');
	return t(message.channel === 'sms' ? 'messages-sms' : 'messages-email');
}

/** Whether a person has to do something about it. */
export function needsPerson(message: Wire.MessageView): boolean {
	return message.status === 'refused' || message.status === 'failed';
}

/** Where it stands. */
export function standing(message: Wire.MessageView, zone?: string): string {
	const to = message.channel === 'sms' ? showPhone(message.to) : message.to;
	switch (message.status) {
		case 'queued':
			return message.problem ? t('messages-delayed', { to, problem: problem(message.problem) }) : t('messages-queued', { to });
		case 'sent':
			return t('messages-sent', { to, date: dateTime(message.status_at, zone) });
		case 'refused':
			return t('messages-refused', { to });
		case 'failed':
			return t('messages-failed', { to, problem: problem(message.problem) });
		case 'void':
			return t('messages-void');
	}
}

/** What a person does about it; empty where there is nothing to do. */
export function todo(message: Wire.MessageView): string {
	if (message.status === 'refused') return t('messages-refused-todo');
	return message.status === 'failed' ? t('messages-failed-todo') : '';
}
