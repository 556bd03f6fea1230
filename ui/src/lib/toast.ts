/** Short notes about what was done. A refusal that needs an answer is never a toast. */
import { toast as sonner } from 'svelte-sonner';
import { CallError } from './api/client.ts';
import { failureText, t } from './i18n/index.ts';

interface ToastOptions {
	/** A second line. */
	detail?: string;
	/** Takes it back; the toast stays longer then. */
	undo?: () => unknown;
	/** Another action instead of undo. */
	action?: { label: string; run: () => unknown };
}

function options({ detail, undo, action }: ToastOptions) {
	const button = undo ? { label: t('common-undo'), run: undo } : action;
	return {
		description: detail,
		duration: button ? 10_000 : 4_000,
		action: button
			? {
					label: button.label,
					onClick: () => {
						void (async () => {
							try {
								await button.run();
							} catch (thrown) {
								toast.error(failureText(CallError.from(thrown)));
							}
						})();
					},
				}
			: undefined,
	};
}

export const toast = {
	/** Something worked. */
	done(text: string, more: ToastOptions = {}): void {
		sonner.success(text, options(more));
	},
	/** Something to know. */
	note(text: string, more: ToastOptions = {}): void {
		sonner.info(text, options(more));
	},
	/** Something goes on, with a way to stop it. The note stays until `over`; `say` changes its second line. */
	working(text: string, stop: { label: string; run: () => void }): { say: (detail: string) => void; over: () => void } {
		const shown = (detail?: string) => ({
			description: detail,
			duration: Number.POSITIVE_INFINITY,
			action: { label: stop.label, onClick: (event: MouseEvent) => { event.preventDefault(); stop.run(); } },
		});
		const id = sonner.loading(text, shown());
		return { say: (detail) => void sonner.loading(text, { id, ...shown(detail) }), over: () => void sonner.dismiss(id) };
	},
	/** Something failed that has no place of its own on the screen. */
	error(text: string, more: ToastOptions = {}): void {
		sonner.error(text, options(more));
	},
	/** The same from whatever was thrown. */
	failure(thrown: unknown): void {
		sonner.error(failureText(CallError.from(thrown)), options({}));
	},
};
