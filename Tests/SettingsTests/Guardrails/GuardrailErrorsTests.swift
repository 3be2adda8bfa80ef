import Settings
import Testing

@Suite("Guardrails that cannot be")
struct GuardrailErrorsTests {
    /// A document with one guardrail on its third line, from column 14 on.
    private static func mistake(
        _ guardrail: String,
        _ code: ConfigurationProblem.Code,
        _ column: Int,
        _ path: String,
        _ words: String...
    ) -> Mistake {
        Mistake(
            Harness.document("guardrails: [{\(guardrail)}]\nmodels: {local: {targets: [p/m]}}\n"),
            code,
            "3:\(column)",
            path.isEmpty ? "guardrails[0]" : "guardrails[0].\(path)",
            words: words
        )
    }

    @Test(
        "are refused with the place and the reason",
        arguments: [
            mistake("type: pii", .missingField, 14, "name", "required"),
            mistake("name: A, type: pii", .invalidValue, 21, "name", "small letters"),
            mistake("name: a, type: pi", .invalidValue, 30, "type", "did you mean \"pii\"?"),
            mistake("name: a", .missingField, 14, "type", "required"),
            mistake("name: a, type: pii, action: masc", .invalidValue, 43, "action", "did you mean \"mask\"?"),
            mistake("name: a, type: pii, action: mask-last-0", .invalidValue, 43, "action", "mask-last-N"),
            mistake("name: a, type: pii, action: mask-last-9", .invalidValue, 43, "action", "allowed: block"),
            mistake("name: a, type: pii, action: mask-last-12", .invalidValue, 43, "action", "not an action"),
            mistake("name: a, type: pii, action: mask-last-８", .invalidValue, 43, "action", "not an action"),
            mistake("name: a, type: pii, action: true", .wrongType, 43, "action", "block"),
            mistake("name: a, type: pii, preset: strict, action: log", .conflict, 59, "action", "preset, action"),
            mistake("name: a, type: pii, on: [input], action: 'route:x'", .unknownModel, 56, "action", "local"),
            mistake("name: a, type: pii, on: [input], action: 'route:p/m'", .unknownModel, 56, "action", "models"),
            mistake("name: a, type: pii, action: 'route:local'", .conflict, 43, "action", "on: [input]"),
            mistake("name: a, type: pii, action: reask", .conflict, 43, "action", "on: [output]"),
            mistake(
                "name: a, type: pii, on: [input], rules: {x: reask}",
                .conflict,
                59,
                "rules.x",
                "only answers"
            ),
            mistake(
                "name: a, type: pii, actions: {PERSON: log}",
                .invalidValue,
                45,
                "actions.PERSON",
                "finds nothing of this kind",
                "PERSON_NAME"
            ),
            mistake("name: a, type: pii, actions: {email: log}", .invalidValue, 45, "actions.email", "capital letters"),
            mistake("name: a, type: secrets, actions: {EMAIL: log}", .invalidValue, 49, "actions.EMAIL", "SECRET"),
            mistake("name: a, type: pii, rules: {'a*b': log}", .invalidValue, 43, "rules[\"a*b\"]", "before its end"),
            mistake("name: a, type: pii, threshold: 1.5", .invalidValue, 46, "threshold", "0 to 1"),
            mistake("name: a, type: pii, timeout: 5m", .invalidValue, 44, "timeout", "10ms to 1m"),
            mistake("name: a, type: pii, on: []", .invalidValue, 39, "on", "at least 1"),
            mistake("name: a, type: pii, words: [x]", .conflict, 42, "words", "no effect with type: pii"),
            mistake("name: a, type: secrets, preset: strict", .conflict, 47, "preset", "no effect with type: secrets"),
            mistake("name: a, type: pii, url: 'https://x'", .conflict, 40, "url", "no effect"),
            mistake(
                "name: a, type: pii, on: [input], streaming: strict",
                .conflict,
                59,
                "streaming",
                "without `output`"
            ),
            mistake("name: a, type: code, streaming: balanced", .conflict, 47, "streaming", "strict, audit"),
            mistake(
                "name: a, type: secrets, on: [output], action: reask, streaming: balanced",
                .conflict,
                79,
                "streaming",
                "reask has to see answers whole"
            ),
            mistake("name: a, type: length, most: 5, on: [input]", .conflict, 51, "on", "only: output"),
            mistake(
                "name: a, type: azure-prompt-shields, provider: p, on: [output]",
                .conflict,
                69,
                "on",
                "only: input"
            ),
            mistake("name: a, type: words", .missingField, 14, "words", "required with type: words"),
            mistake("name: a, type: words, words: []", .invalidValue, 44, "words", "at least 1"),
            mistake("name: a, type: words, words: [' ']", .invalidValue, 45, "words[0]", "blank"),
            mistake("name: a, type: words, words: [x], label: low", .invalidValue, 56, "label", "capital letters"),
            mistake(
                "name: a, type: words, words: [x], label: RIVAL, actions: {WORD: log}",
                .invalidValue,
                73,
                "actions.WORD",
                "kinds: RIVAL"
            ),
            mistake("name: a, type: patterns", .missingField, 14, "patterns", "required"),
            mistake(
                "name: a, type: patterns, patterns: [{name: x, pattern: '(a'}]",
                .invalidValue,
                70,
                "patterns[0].pattern",
                "cannot be used"
            ),
            mistake(
                "name: a, type: patterns, patterns: [{name: x, pattern: '(?=a)b'}]",
                .invalidValue,
                70,
                "patterns[0].pattern",
                "cannot be used"
            ),
            mistake(
                "name: a, type: patterns, patterns: [{name: x, pattern: '((a{100}){100}){100}'}]",
                .invalidValue,
                70,
                "patterns[0].pattern",
                "repetitions"
            ),
            mistake(
                "name: a, type: patterns, patterns: [{name: x, pattern: a}, {name: x, pattern: b}]",
                .duplicate,
                81,
                "patterns[1].name",
                "same name"
            ),
            mistake("name: a, type: language", .missingField, 14, "languages", "same_as_input"),
            mistake("name: a, type: language, languages: [de]", .invalidValue, 52, "languages[0]", "ja, en, zh, ko"),
            mistake(
                "name: a, type: language, same_as_input: false",
                .conflict,
                55,
                "same_as_input",
                "nothing is checked"
            ),
            mistake(
                "name: a, type: language, same_as_input: true, languages: [ja]",
                .conflict,
                55,
                "same_as_input",
                "only one"
            ),
            mistake(
                "name: a, type: language, same_as_input: true, on: [input, output]",
                .conflict,
                55,
                "same_as_input",
                "on: [output]"
            ),
            mistake("name: a, type: language, languages: [ja], action: mask", .conflict, 65, "action", "whole texts"),
            mistake("name: a, type: json-schema", .missingField, 14, "schema", "required"),
            mistake("name: a, type: json-schema, schema: '{'", .invalidValue, 51, "schema", "not JSON", "byte 1"),
            mistake("name: a, type: json-schema, schema: '[]'", .invalidValue, 51, "schema", "JSON object"),
            mistake(
                "name: a, type: json-schema, schema: '{\"$ref\": \"#/nowhere\"}'",
                .invalidValue,
                51,
                "schema",
                "cannot be used"
            ),
            mistake("name: a, type: json-schema, schema: '{}', action: redact", .conflict, 65, "action", "whole texts"),
            mistake("name: a, type: content", .missingField, 14, "require", "forbid"),
            mistake("name: a, type: content, require: []", .invalidValue, 48, "require", "nothing is checked"),
            mistake("name: a, type: content, require: [x], action: mask", .conflict, 61, "action", "what is missing"),
            mistake(
                "name: a, type: content, require: [x], actions: {MISSING_CONTENT: hash}",
                .conflict,
                80,
                "actions.MISSING_CONTENT",
                "what is missing"
            ),
            mistake("name: a, type: length", .missingField, 14, "least", "most"),
            mistake("name: a, type: length, least: 2, most: 1", .conflict, 45, "least", "no answer would pass"),
            mistake("name: a, type: urls, allow: ['https://x']", .invalidValue, 44, "allow[0]", "a host"),
            mistake("name: a, type: urls, allow: ['a.*.b']", .invalidValue, 44, "allow[0]", "a host"),
            mistake("name: a, type: code, kinds: [html]", .conflict, 43, "kinds", "code, sql, shell"),
            mistake("name: a, type: prompt-leak, share: 0", .invalidValue, 50, "share", "more than 0"),
            mistake("name: a, type: presidio", .missingField, 14, "url", "required"),
            mistake("name: a, type: bedrock", .missingField, 14, "provider", "url"),
            mistake("name: a, type: bedrock, provider: q", .unknownProvider, 49, "provider", "declared: p"),
            mistake("name: a, type: bedrock, provider: p, url: 'https://x'", .conflict, 57, "url", "only one"),
            mistake("name: a, type: bedrock, provider: p, token: t", .conflict, 59, "token", "no effect with provider"),
            mistake("name: a, type: llamaguard, provider: p", .missingField, 14, "model", "required"),
            mistake("name: a, type: webhook, url: 'x'", .invalidValue, 44, "url", "base URL"),
            mistake(
                "name: a, type: webhook, url: 'https://x', headers: {Host: y}",
                .invalidValue,
                67,
                "headers.Host",
                "gateway writes"
            ),
            mistake(
                "name: a, type: webhook, url: 'https://x', parallel: true, on: [output]",
                .conflict,
                67,
                "parallel",
                "without `input`"
            ),
            mistake(
                "name: a, type: webhook, url: 'https://x', parallel: true, action: mask",
                .conflict,
                81,
                "action",
                "has the text already"
            ),
            mistake(
                "name: a, type: webhook, url: 'https://x', parallel: true, on: [input], action: 'route:local'",
                .conflict,
                94,
                "action",
                "has the text already"
            ),
            mistake(
                "name: a, type: openai-moderation, provider: p, action: mask",
                .conflict,
                70,
                "action",
                "whole texts"
            ),
            mistake(
                "name: a, type: presidio, url: 'http://h', options: {langauge: ja}",
                .invalidValue,
                67,
                "options.langauge",
                "is not known; there are batch, entities, language"
            ),
            mistake(
                "name: a, type: generic, url: 'http://h', options: {auth: basic}",
                .invalidValue,
                66,
                "options.auth",
                "one of bearer, x-api-key"
            ),
            mistake("name: a, type: nemo, url: 'http://h'", .missingField, 14, "options.config", "is missing"),
            mistake(
                "name: a, type: nemo, url: 'http://h', options: {}",
                .missingField,
                62,
                "options.config",
                "is missing"
            ),
            mistake(
                "name: a, type: bedrock, url: 'http://h', options: {guardrail: g, region: r}",
                .invalidValue,
                14,
                "token",
                "is missing: an access key"
            ),
            mistake(
                "name: a, type: bedrock, url: 'http://h', token: 'a:b', options: {guardrail: g}",
                .missingField,
                79,
                "options.region",
                "is missing"
            ),
            mistake(
                "name: a, type: openai-moderation, provider: p",
                .invalidValue,
                59,
                "provider",
                "the provider 'p' has no address"
            ),
            mistake("name: a, type: pii}, {name: a, type: secrets", .duplicate, 42, "", "named \"a\" already"),
        ]
    )
    func refused(mistake: Mistake) {
        guard mistake.code != .duplicate || !mistake.path.hasSuffix("[0]") else {
            let problems = Harness().problems(mistake.document)
            #expect(problems.map(\.path) == ["guardrails[1].name"] && problems.map(\.code) == [.duplicate])
            return
        }
        mistake.check()
    }

    @Test(
        "are not attached, wherever the name stands",
        arguments: [
            ("models: {chat: {targets: [p/m], guardrails: [pij]}}", "models.chat.guardrails[0]"),
            ("organization: {guardrails: [pij]}", "organization.guardrails[0]"),
            ("teams: {dev: {guardrails: [pij]}}", "teams.dev.guardrails[0]"),
            ("teams: {dev: {}}\nprojects: {web: {team: dev, guardrails: [pij]}}", "projects.web.guardrails[0]"),
            ("users: {hana: {guardrails: [pij]}}", "users.hana.guardrails[0]"),
            ("keys: [{name: k, key: sk-km-0123456789, guardrails: [pij]}]", "keys[0].guardrails[0]"),
        ]
    )
    func unknown(text: String, path: String) {
        let problems = Harness().problems(Harness.document("guardrails: [{name: pii, type: pii}]\n\(text)\n"))
        #expect(problems.map(\.code) == [.unknownGuardrail] && problems.map(\.path) == [path], "\(problems)")
        #expect(problems.first?.message.contains("did you mean \"pii\"?") == true)
        let none = Harness().problems(Harness.document("\(text)\n"))
        #expect(none.first?.message.contains("there are no `guardrails`") == true, "\(none)")
        let twice = text.replacing("[pij]", with: "[pii, pii]")
        let repeated = Harness().problems(Harness.document("guardrails: [{name: pii, type: pii}]\n\(twice)\n"))
        #expect(repeated.map(\.code) == [.duplicate], "\(repeated)")
    }

    @Test("with a mistake inside are not called unknown where they are attached")
    func once() {
        let document = """
            guardrails: [{name: pii, type: pii, threshold: 7}]
            models: {a: {targets: [p/m], guardrails: [pii]}}
            """
        #expect(Harness().problems(Harness.document(document)).map(\.path) == ["guardrails[0].threshold"])
    }

    @Test("show neither expressions nor schemas, which may have come from variables")
    func secrecy() {
        let harness = Harness(environment: ["X": "s3cret("])
        for field in ["type: patterns, patterns: [{name: x, pattern: '${X}'}]", "type: json-schema, schema: '${X}'"] {
            let problems = harness.problems(Harness.document("guardrails: [{name: a, \(field)}]"))
            #expect(problems.count == 1 && !"\(problems)".contains("s3cret"), "\(problems)")
        }
    }

    @Test("with too many words or expressions are refused")
    func many() {
        let words = (0...20_000).map { "w\($0)" }.joined(separator: ", ")
        let list = Harness().problems(Harness.document("guardrails: [{name: a, type: words, words: [\(words)]}]"))
        #expect(list.map(\.path) == ["guardrails[0].words"] && list.first?.message.contains("20000") == true)
        let patterns = (0...256).map { "{name: x\($0), pattern: a}" }.joined(separator: ", ")
        let text = "guardrails: [{name: a, type: patterns, patterns: [\(patterns)]}]"
        let all = Harness().problems(Harness.document(text))
        #expect(all.map(\.path) == ["guardrails[0].patterns"] && all.first?.message.contains("256") == true)
    }
}
