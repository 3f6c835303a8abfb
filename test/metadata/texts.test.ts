import { textOf } from '../../scripts/generate/metadata-file.ts';
import { fields, files, model } from './force-app.ts';

/** Longest description that Salesforce stores, by kind of component. */
const longestDescription: Readonly<Record<string, number>> = {
  field: 1000,
  object: 1000,
  dashboard: 255,
  flow: 255,
  globalValueSet: 255,
  permissionset: 255,
  recordType: 255,
  report: 255,
  reportType: 255,
  tab: 255,
  validationRule: 255,
};
const described = files.filter((file) => file.kind in longestDescription);

const isSentence = (text: string | undefined): boolean =>
  text !== undefined && /^[A-Z]/.test(text) && /[.!?]$/.test(text) && text.length >= 20;

describe('what builders read', () => {
  test.each([...new Set(described.map((file) => file.kind))])(
    'every %s has a description in full sentences that Salesforce can store',
    (kind) => {
      const wrong = described
        .filter((file) => file.kind === kind)
        .filter((file) => {
          const text = textOf(file.xml, 'description');
          return !isSentence(text) || (text ?? '').length > (longestDescription[kind] ?? 0);
        });
      expect(wrong.map((file) => file.path)).toEqual([]);
    },
  );

  test('field descriptions say who writes the field', () => {
    const silent = fields.filter(
      (field) =>
        !/\b(written|copied|filled|set|chosen) (once |only )?by\b|nobody writes|\bset (by|when)\b|on first sync/i.test(
          field.description,
        ),
    );
    expect(silent.map((field) => field.file.path)).toEqual([]);
  });
});

describe.each(model.objects.map((object) => [object.name, object] as const))(
  'what reps read on %s',
  (_name, object) => {
    test('every field has help in full sentences, short enough to store', () => {
      const wrong = object.fields.filter((field) => {
        const help = textOf(field.file.xml, 'inlineHelpText');
        return !isSentence(help) || (help ?? '').length > 510;
      });
      expect(wrong.map((field) => field.name)).toEqual([]);
    });

    test('help and description are two texts for two readers', () => {
      const same = object.fields.filter((field) => {
        const help = textOf(field.file.xml, 'inlineHelpText') ?? '';
        return field.description.includes(help) || help.includes(field.description);
      });
      expect(same.map((field) => field.name)).toEqual([]);
    });

    test('every label fits and no two fields share one', () => {
      const labels = object.fields.map((field) => field.label);
      expect(labels.filter((label) => label.length === 0 || label.length > 40)).toEqual([]);
      expect(new Set(labels).size).toBe(labels.length);
    });

    test('every validation message says what to do and fits', () => {
      const asks =
        /\b(choose|enter|lower|end|make|correct|fill|set|give|reload|leave|remove|post)\b/i;
      const wrong = object.rules.filter((rule) => {
        const message = textOf(rule.xml, 'errorMessage') ?? '';
        return !isSentence(message) || message.length > 255 || !asks.test(message);
      });
      expect(wrong.map((rule) => rule.name)).toEqual([]);
    });
  },
);

describe('what data protection asks', () => {
  const levels = ['Public', 'Internal', 'Confidential', 'Restricted', 'MissionCritical'];

  test('every field is classified', () => {
    const open = fields.filter(
      (field) => !levels.includes(textOf(field.file.xml, 'securityClassification') ?? ''),
    );
    expect(open.map((field) => field.file.path)).toEqual([]);
  });

  test('names and addresses of people are marked as personal data', () => {
    const personal = fields.filter(
      (field) =>
        field.type === 'Email' || field.type === 'Phone' || /^DisplayName/.test(field.name),
    );
    expect(personal.length).toBeGreaterThan(0);
    expect(
      personal
        .filter((field) => textOf(field.file.xml, 'complianceGroup') !== 'PII')
        .map((field) => field.file.path),
    ).toEqual([]);
  });

  test('amounts of money, rates and splits are confidential', () => {
    const money = fields.filter(
      (field) =>
        field.type === 'Currency' ||
        (/Amount|Rate|Split|Revenue|Commission(?!Source)|Total/.test(field.name) &&
          ['Number', 'Percent'].includes(field.type) &&
          field.name !== 'FxRate__c'),
    );
    expect(money.length).toBeGreaterThan(10);
    expect(
      money
        .filter((field) => textOf(field.file.xml, 'securityClassification') !== 'Confidential')
        .map((field) => field.file.path),
    ).toEqual([]);
  });
});
