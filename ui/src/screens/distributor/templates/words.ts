/** Site templates in words: what one sets, and what it would change. */
import type { Wire } from '$lib/api/client.ts';
import { date, number, t } from '$lib/i18n/index.ts';

const onOff = (on: boolean): string => (on ? t('template-on') : t('template-off'));

/** How long new keys are valid, as a template says it. */
export function validityText(validity: Wire.TemplateValidity): string {
	switch (validity.kind) {
		case 'unlimited':
			return t('common-unlimited');
		case 'months':
			return t('template-months', { count: validity.count, shown: number(validity.count) });
		case 'until':
			return t('template-until', { day: date(validity.day) });
	}
}

export interface SettingLine {
	id: string;
	label: string;
	value: string;
}

/** What a template sets; what it leaves as it is has no line. */
export function settings(fields: Wire.TemplateFields): SettingLine[] {
	const lines: SettingLine[] = [];
	const add = (id: string, label: string, value: string | null) => {
		if (value !== null) lines.push({ id, label, value });
	};
	add('key_name', t('key-name'), fields.key_name);
	add('key_prefix', t('key-prefix'), fields.key_prefix === '' ? t('fact-none') : fields.key_prefix);
	add('validity', t('key-default-validity'), fields.validity && validityText(fields.validity));
	add('one_tap', t('access-one-tap'), fields.one_tap === null ? null : onOff(fields.one_tap));
	add('automatic', t('access-automatic'), fields.automatic === null ? null : onOff(fields.automatic));
	add('groups_enabled', t('access-groups'), fields.groups_enabled === null ? null : onOff(fields.groups_enabled));
	add('groups', t('place-groups'), fields.groups.length > 0 ? fields.groups.join(', ') : null);
	return lines;
}

export interface ChangeLine {
	id: string;
	label: string;
	before: string;
	after: string;
}

/** What a template would change in a customer, field by field. */
export function planned(edits: Wire.TemplateEdits): ChangeLine[] {
	const lines: ChangeLine[] = [];
	function add<T>(id: string, label: string, edit: Wire.Edit<T> | null | undefined, say: (value: T) => string): void {
		if (edit) lines.push({ id, label, before: say(edit.from), after: say(edit.to) });
	}
	const text = (value: string) => value || t('fact-none');
	add('key_name', t('key-name'), edits.key_name, text);
	add('key_prefix', t('key-prefix'), edits.key_prefix, text);
	add('default_valid_to', t('key-default-validity'), edits.default_valid_to, (day) => (day ? date(day) : t('common-unlimited')));
	add('one_tap', t('access-one-tap'), edits.one_tap, onOff);
	add('automatic', t('access-automatic'), edits.automatic, onOff);
	add('groups_enabled', t('access-groups'), edits.groups_enabled, onOff);
	return lines;
}

/** The same edits the other way round. */
export function reversed(edits: Wire.TemplateEdits): Wire.CustomerEdits {
	const back: Record<string, { from: unknown; to: unknown }> = {};
	for (const [field, edit] of Object.entries(edits)) if (edit) back[field] = { from: edit.to, to: edit.from };
	return back as Wire.CustomerEdits;
}
