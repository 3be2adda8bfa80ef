import Governance
import JSONText
import Testing

@testable import Settings

@Suite("The description of the schema")
struct SchemaTests {
    private var schema: JSONValue {
        get throws { try JSONValue(parsing: ConfigurationSchema.jsonSchema()) }
    }

    @Test("is well-formed JSON Schema of the 2020-12 draft")
    func draft() throws {
        let schema = try schema
        #expect(schema["$schema"]?.string == "https://json-schema.org/draft/2020-12/schema")
        #expect(schema["required"] == ["version", "providers"])
        #expect(schema["additionalProperties"] == false)
        #expect(schema["properties"]?["server"]?["properties"]?["max_body"]?["default"] == "50MiB")
        #expect(schema["properties"]?["models"]?["additionalProperties"]?["properties"]?["targets"]?["minItems"] == 1)
    }

    @Test("closes every mapping, and describes every field")
    func closed() throws {
        var count = 0
        func visit(_ value: JSONValue, _ path: String) {
            if let properties = value["properties"]?.object, value["type"] == "object" {
                #expect(value["additionalProperties"] == false, "\(path)")
                for property in properties {
                    count += 1
                    #expect(property.value["description"]?.string?.isEmpty == false, "\(path).\(property.name)")
                    visit(property.value, "\(path).\(property.name)")
                }
            }
            if let element = value["additionalProperties"], element.object != nil { visit(element, path + ".*") }
            if let element = value["items"] { visit(element, path + "[]") }
            for alternative in value["anyOf"]?.array ?? [] { visit(alternative, path) }
        }
        let schema = try schema
        visit(schema, "")
        for definition in try #require(schema["$defs"]?.object) { visit(definition.value, definition.name) }
        let rows = ConfigurationSchema.referenceTable().split(separator: "\n").count - 2
        #expect(count == rows)
    }

    @Test("repeats no field and explains each in a sentence")
    func help() {
        func visit(_ section: SectionDescription) {
            #expect(Set(section.names).count == section.names.count)
            let names = Set(section.names)
            for rule in section.rules {
                #expect(names.isSuperset(of: rule.required + rule.alternatives + rule.forbidden + [rule.field]))
            }
            for group in section.groups { #expect(names.isSuperset(of: group.names)) }
            for field in section.fields {
                #expect(field.help.hasSuffix("."), "\(field.name)")
                visit(field.shape)
            }
        }
        func visit(_ shape: Shape) {
            for section in shape.sections { visit(section) }
        }
        visit(RootSection.description)
    }

    @Test("describes conditions once, for all levels")
    func conditions() throws {
        let schema = try schema
        let condition = try #require(schema["$defs"]?["condition"])
        #expect(condition["properties"]?["not"]?["$ref"] == "#/$defs/condition")
        #expect(condition["properties"]?["and"]?["items"]?["$ref"] == "#/$defs/condition")
        #expect(condition["properties"]?["eq"]?["type"] == ["string", "number", "boolean"])
    }

    @Test(
        "judges times as the loader does",
        arguments: [
            ("2026-12-01T00:00:00Z", true), ("2026-12-01T00:00:00.123456789+09:00", true),
            ("2026-12-01t00:00:00Z", false), ("2026-12-01 00:00:00Z", false), ("2026-12-01T00:00:00", false),
            ("2026-12-01T00:00Z", false), ("2026-12-01T00:00:00.Z", false), ("2026-12-01T00:00:00Z ", false),
            ("", false), ("2026", false), ("2026-12-01T00:00:00+0900", false),
        ]
    )
    func times(text: String, isTime: Bool) throws {
        #expect((Timestamp(text) != nil) == isTime)
        #expect((text.firstMatch(of: try Regex(ValueType<Timestamp>.pattern)) != nil) == isTime)
    }

    @Test("is what the English reference shows")
    func english() throws {
        let table = ConfigurationSchema.referenceTable()
        #expect(
            try Repository.text("Docs/configuration.md").contains("\n\n\(table)\n"),
            "put the output of `kanmon schema --format markdown` into Docs/configuration.md"
        )
    }

    @Test("has the fields and defaults that the Japanese reference shows")
    func japanese() throws {
        func fieldsAndConstants(_ text: some StringProtocol) -> [[String]] {
            text.split(separator: "\n").compactMap { row in
                let cells = row.split(separator: "|").map { $0.trimming(" ") }
                guard cells.count == 4, cells[0].hasPrefix("`") else { return nil }
                // Defaults in words are translated; constants are not.
                let isConstant =
                    cells[2].hasPrefix("`") && cells[2].dropFirst().firstIndex(of: "`") == cells[2].indices.last
                return [cells[0], isConstant ? cells[2] : ""]
            }
        }
        let japanese = fieldsAndConstants(try Repository.text("Docs/configuration.ja.md"))
        #expect(japanese == fieldsAndConstants(ConfigurationSchema.referenceTable()))
    }

    @Test(
        "lists the variables that announce providers",
        arguments: ["Docs/configuration.md", "Docs/configuration.ja.md"]
    )
    func variables(path: String) throws {
        let rows = try Repository.text(path).split(separator: "\n")
        for known in KnownProvider.all {
            let row = rows.first { $0.hasPrefix("| `\(known.name)` | `") } ?? ""
            for variable in known.keyVariables + [known.baseURLVariable].compactMap(\.self) {
                #expect(row.contains("`\(variable)`"), "\(known.name) \(variable)")
            }
        }
    }

    /// Values that the JSON Schema's pattern and the loader must judge alike.
    static let samples: [(path: [String], values: [String])] = [
        (
            ["server", "listen"],
            ["127.0.0.1:4000", "[::1]:0", "localhost:1", "", "x", ":1", "a b:1", "a:123456", "http://a:1"]
        ),
        (["server", "drain_timeout"], ["5s", "200ms", "1d", "5", "s", "1.5s", "5 s", "1h1m", "1234567890ms"]),
        (["server", "retry_budget", "share"], ["5%", "0.5%", "100%", "5", "%", "5 %", ".5%", "1000%", "5.%", "half"]),
        (["server", "max_body"], ["64KiB", "5000B", "1MB", "KiB", "1.5KiB", "-1KiB"]),
    ]

    @Test("judges text as the loader does", arguments: samples.indices)
    func patterns(index: Int) throws {
        let sample = Self.samples[index]
        var property: JSONValue? = try schema
        for name in sample.path { property = property?["properties"]?[name] }
        let pattern = try Regex(try #require(property?["pattern"]?.string))
        for value in sample.values {
            let text = JSONValue.string(value).text
            let field = sample.path.dropFirst().reversed().reduce(text) { "{\($1): \($0)}" }.dropFirst().dropLast()
            let document = "require_keys: false, \(field)"
            let isFine = Harness().problems(Harness.document("server: {\(document)}")).isEmpty
            #expect(isFine == (value.firstMatch(of: pattern) != nil), "\(sample.path) \(text)")
        }
    }

    /// Where a pattern stands in the schema, a document around a value, and values.
    static let governance: [(path: [String], document: String, values: [String])] = [
        (
            ["$defs", "budget", "properties", "amount"], "organization: {budgets: [{amount: %, period: day}]}",
            [
                "0", "1", "0.5", "1e3", "1E-3", "007", ".5", "5.", "+1", "-1", "1,000", "1_000", "1 ", "", "ten", "0x1",
                "NaN",
            ]
        ),
        (
            ["$defs", "budget", "properties", "alert_at", "items"],
            "organization: {budgets: [{amount: 1, period: day, alert_at: [%]}]}",
            [
                "1%", "99.9%", "100%", "100.0%", "0.1%", "33.30%", "0%", "0.0%", "100.1%", "101%", "05%", "0.05%", "%",
                "80",
                "0.8", "80 %",
            ]
        ),
        (["properties", "data"], "data: %", ["./d", "/d", "d e", "postgres://h/d", "sqlite://d", "", "C:/d"]),
        (
            ["properties", "time_zone"], "time_zone: %",
            ["UTC", "Asia/Tokyo", "America/Argentina/Ushuaia", "Etc/GMT+9", "JST", "", "+09:00", "Asia/", "/Asia"]
        ),
        (
            ["properties", "currency", "properties", "code"], "currency: {per_usd: 2, code: %}",
            ["JPY", "jpy", "JP", "JPYX", "J1Y", ""]
        ),
        (
            ["properties", "server", "properties", "trusted_proxies", "items"], "server: {trusted_proxies: [%]}",
            ["10.0.0.0/8", "192.0.2.1", "::1", "2001:db8::/32", "proxy", "10.0.0.0/", "10.0.0.0/0008", ""]
        ),
    ]

    @Test("judges amounts, shares, zones and addresses as the loader does", arguments: governance.indices)
    func governancePatterns(index: Int) throws {
        let sample = Self.governance[index]
        var property: JSONValue? = try schema
        for name in sample.path { property = property?[name] }
        let pattern = try Regex(try #require(property?["pattern"]?.string))
        for value in sample.values {
            let document = sample.document.replacing("%", with: JSONValue.string(value).text)
            let isFine = Harness().problems(Harness.document(document)).isEmpty
            #expect(isFine == (value.firstMatch(of: pattern) != nil), "\(document)")
        }
    }

    @Test("has limits and budgets once, however many things they are put on")
    func once() throws {
        let schema = try schema
        let team = try #require(schema["properties"]?["teams"]?["additionalProperties"]?["properties"])
        #expect(team["limits"]?["$ref"] == "#/$defs/limits")
        #expect(team["budgets"]?["items"]?["$ref"] == "#/$defs/budget")
        let rows = ConfigurationSchema.referenceTable().split(separator: "\n")
        #expect(rows.filter { $0.hasPrefix("| `LIMITS.concurrent`") }.count == 1)
        #expect(rows.filter { $0.hasPrefix("| `BUDGET.amount`") }.count == 1)
    }

    @Test(
        "judges names as the loader does",
        arguments: [
            (NameRule.provider, ["a", "A-1._", "-a", ".a", "", "a b", "a/b", "é", String(repeating: "a", count: 65)]),
            (.model, ["gpt-4o", "a/b:c@d+e", "/a", "a b", "a\"b", String(repeating: "a", count: 256)]),
            (.key, ["dev@example.com", "a/b", "a b", "1"]),
            (.header, ["x-a", "X_B", "a.b", "a b", "a:", ""]),
            (.user, ["a+b@example.com", "a b", "+a", "a/b", ""]),
            (.budget, ["month-block", "a@b", "-a", ""]),
            (.tag, ["cost-center:42", "a=b", "a/b@c", "=a", "a b", String(repeating: "a", count: 65)]),
            (.metadata, ["owner", "a/b:c@d", "a=b", ""]),
            (.modelPattern, ["*", "openai/*", "*-mini", "/a", "a b", ""]),
            (.priced, ["p/m", "p/a:b@c+d", "p/*", ""]),
            (.region, ["eu", "eu-west_1.a", "EU", "eU", "-eu", "e u", ""]),
            (.guardrail, ["pii", "p.i_i-2", "PII", "p/i", "-a", "", String(repeating: "a", count: 65)]),
            (.findingType, ["MY_NUMBER", "A1", "my_number", "_A", "A-B", ""]),
            (.detectionRule, ["phone-jp.service", "my-number.*", "*", "a b", "-a", ""]),
            (.member, ["temperature", "reasoning.effort", "a b", ".a", "a[0]", ""]),
        ]
    )
    func names(rule: NameRule, samples: [String]) throws {
        let pattern = try Regex(rule.pattern)
        for sample in samples {
            #expect(rule.allows(sample) == (sample.wholeMatch(of: pattern) != nil), "\(sample)")
        }
    }
}

extension StringProtocol {
    /// The text without the character at both ends.
    fileprivate func trimming(_ character: Character) -> String {
        String(drop { $0 == character }.reversed().drop { $0 == character }.reversed())
    }
}
