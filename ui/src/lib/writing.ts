/** Writing a large file takes a while: how far it is, and a way to stop it. */
import { call, CallError, type Wire } from './api/client.ts';
import { number, t } from './i18n/index.ts';
import { toast } from './toast.ts';

/** Nobody needs to be told of what is over at once. */
const PATIENCE = 500;
const EVERY = 250;

/** Runs `write`; its work is known to the core by the handle of the file. `null` when it was stopped. */
export async function writing(file: string, write: (file: string) => Promise<Wire.Saved>): Promise<Wire.Saved | null> {
	let over = false;
	const watch = async (): Promise<void> => {
		await new Promise((resolve) => setTimeout(resolve, PATIENCE));
		if (over) return;
		let note: ReturnType<typeof toast.working> | null = null;
		while (!over) {
			try {
				const { done, total, stage } = await call('jobs.progress', { job: file });
				if (!over && stage !== 'none') {
					note ??= toast.working(t('file-writing'), {
						label: t('file-writing-stop'),
						run: () => void call('jobs.cancel', { job: file }).catch(() => undefined),
					});
					if (total > 0) note.say(t('file-writing-rows', { done: number(done), total: number(total) }));
				}
			} catch {
				// The work itself says what went wrong.
			}
			await new Promise((resolve) => setTimeout(resolve, EVERY));
		}
		note?.over();
	};
	void watch();
	try {
		return await write(file);
	} catch (thrown) {
		if (CallError.from(thrown).code !== 'cancelled') throw thrown;
		toast.note(t('file-writing-stopped'));
		return null;
	} finally {
		over = true;
	}
}
