import JSONText
import Testing

@testable import Guardrails

@Suite struct JSONSchemaTests {
    @Test(arguments: SchemaCases.values + SchemaCases.arrays + SchemaCases.objects)
    func `every keyword of validation tells right from wrong`(example: SchemaCase) throws { try check(example) }

    @Test(arguments: SchemaCases.applicators + SchemaCases.unevaluated)
    func `applicators pass on what they looked at`(example: SchemaCase) throws { try check(example) }

    @Test(arguments: SchemaCases.references)
    func `references lead within the document`(example: SchemaCase) throws { try check(example) }

    @Test(arguments: SchemaCases.patterns)
    func `patterns mean what they mean in ECMAScript`(example: SchemaCase) throws { try check(example) }

    private func check(_ example: SchemaCase) throws {
        let schema = try JSONSchema(parsing: Array(example.schema.utf8))
        for text in example.valid {
            #expect(try schema.violations(in: Array(text.utf8)) == [], "\(text) should hold against \(example.schema)")
        }
        for text in example.invalid {
            let violations = try schema.violations(in: Array(text.utf8))
            #expect(!violations.isEmpty, "\(text) should not hold against \(example.schema)")
            #expect(!violations.contains { $0.keyword == "syntax" }, "\(text) is no JSON")
        }
    }

    @Test(arguments: [
        #"{"type":"text"}"#, #"{"type":1}"#, #"{"enum":1}"#, #"{"multipleOf":0}"#, #"{"multipleOf":-1}"#,
        #"{"multipleOf":0.1234567890123456789}"#, #"{"minLength":-1}"#, #"{"minLength":1.5}"#, #"{"maximum":"1"}"#,
        #"{"pattern":1}"#, #"{"pattern":"("}"#, #"{"pattern":"(?=a)b"}"#, #"{"pattern":"(a)\\1"}"#,
        #"{"pattern":"\\bword"}"#, #"{"pattern":"(a{99}){99}"}"#, #"{"patternProperties":{"(?!x)":true}}"#,
        #"{"required":"a"}"#, #"{"required":[1]}"#, #"{"properties":[]}"#, #"{"properties":{"a":1}}"#, #"{"allOf":{}}"#,
        #"{"allOf":[]}"#, #"{"items":[{}]}"#, #"{"uniqueItems":1}"#, ##"{"$ref":"#/missing"}"##,
        ##"{"$ref":"#/enum/0","enum":[3]}"##,
        #"{"$ref":"https://example.com/other"}"#, ##"{"$ref":"#nowhere"}"##, #"{"$ref":1}"#, ##"{"$ref":"#"}"##,
        ##"{"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"anyOf":[{"$ref":"#"}]}}}"##, #"{"$id":"a#b"}"#,
        #"{"$anchor":"1"}"#,
        #"{"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}}"#, #"{"$defs":{"a":{"$id":"x"},"b":{"$id":"x"}}}"#,
        #"{"$schema":"http://json-schema.org/draft-07/schema#"}"#, "3", "[]", "", "{", #"{"a":1,"a":2}"#,
        #"{"dependentRequired":{"a":"b"}}"#, #"{"dependentSchemas":[]}"#,
    ])
    func `a schema that means nothing is refused`(schema: String) {
        #expect(throws: JSONSchemaError.self) { try JSONSchema(parsing: Array(schema.utf8)) }
    }

    @Test func `a refusal names the place`() {
        #expect {
            try JSONSchema(parsing: Array(#"{"properties":{"a/b":{"minLength":"x"}}}"#.utf8))
        } throws: { error in
            error as? JSONSchemaError
                == .invalid(at: "/properties/a~1b/minLength", reason: "it has to be an integer of 0 or more")
        }
    }

    @Test func `violations name the place, the keyword and no value`() throws {
        let schema = try JSONSchema(
            parsing: Array(
                #"""
                {"type":"object","required":["total"],"additionalProperties":false,
                 "properties":{"total":{"type":"number","minimum":0},
                               "lines":{"type":"array","items":{"required":["na/me"],"properties":{"n":{"type":"string"}}}}}}
                """#.utf8
            )
        )
        let answer = #"{"lines":[{"na/me":1},{"n":4711}],"secret":"hunter2"}"#
        let violations = try schema.violations(in: Array(answer.utf8))
        #expect(
            Set(violations.map { "\($0.instancePath) \($0.keyword)" }) == [
                " required", "/lines/1 required", "/lines/1/n type", "/secret additionalProperties",
            ]
        )
        #expect(!violations.contains { $0.description.contains("hunter2") || $0.description.contains("4711") })
        #expect(violations.contains { $0.message.contains("na~1me") })
    }

    @Test(arguments: [
        "```json\n{\"a\":1}\n```", "```\n{\"a\":1}\n```", "  \n{\"a\":1}\r\n ", "~~~JSON\n{\"a\":1}\n~~~\n",
        "````json\n{\"a\":1}\n````", "```json  \r\n{\"a\":1}\r\n```",
    ])
    func `an answer may stand in a code fence`(answer: String) throws {
        let schema = try JSONSchema(parsing: Array(#"{"properties":{"a":{"const":1}},"required":["a"]}"#.utf8))
        #expect(try schema.violations(in: Array(answer.utf8)) == [])
        let other = answer.replacing("1", with: "2")
        #expect(try schema.violations(in: Array(other.utf8)).map(\.keyword) == ["const"])
    }

    @Test(arguments: [
        "Here it is: {\"a\":1}", "```json\n{\"a\":1}\n```\nDone.", "```json\n{\"a\":1}", "```python\n{\"a\":1}\n```",
        "", "   ",
        "```", "```json", "```json\n```", "{\"a\":1}{\"a\":1}", "{a:1}", "{\"a\":1}```", "```json\n{\"a\":1}```",
        "{\"a\":\"\u{FFFD}\"", "\u{FEFF}{\"a\":1}",
    ])
    func `what is no JSON text is told so`(answer: String) throws {
        let schema = try JSONSchema(parsing: Array("true".utf8))
        #expect(try schema.violations(in: Array(answer.utf8)).map(\.keyword) == ["syntax"])
    }

    @Test func `a name that stands twice is refused, and bytes that are no text`() throws {
        let schema = try JSONSchema(parsing: Array("{}".utf8))
        #expect(try schema.violations(in: Array(#"[{"a":1,"b":{"c":1,"c":2}}]"#.utf8)).map(\.keyword) == ["duplicate"])
        #expect(try schema.violations(in: [0x22, 0xFF, 0x22]).map(\.keyword) == ["syntax"])
    }

    @Test func `violations are bounded`() throws {
        let schema = try JSONSchema(parsing: Array(#"{"items":{"type":"string"}}"#.utf8))
        let answer = "[" + Array(repeating: "1", count: 100_000).joined(separator: ",") + "]"
        #expect(try schema.violations(in: Array(answer.utf8)).count == SchemaValidator.mostViolations)
    }

    @Test func `a schema that multiplies work is stopped`() throws {
        // Every level doubles the work.
        var definitions = #""l0":{"type":"string"}"#
        for level in 1...40 {
            let below = "{\"$ref\":\"#/$defs/l\(level - 1)\"}"
            definitions += ",\"l\(level)\":{\"anyOf\":[\(below),\(below)]}"
        }
        let schema = try JSONSchema(parsing: Array("{\"$defs\":{\(definitions)},\"$ref\":\"#/$defs/l40\"}".utf8))
        #expect(throws: JSONSchemaError.tooMuchWork) { try schema.violations(in: Array("1".utf8)) }
    }

    @Test func `a dynamic reference to itself is stopped`() throws {
        let schema = try JSONSchema(parsing: Array(##"{"$dynamicAnchor":"a","$dynamicRef":"#a"}"##.utf8))
        #expect(throws: JSONSchemaError.tooMuchWork) { try schema.violations(in: Array("1".utf8)) }
    }

    @Test func `depth is bounded on both sides`() throws {
        let tree = try JSONSchema(parsing: Array(##"{"items":{"anyOf":[{"$ref":"#"}]}}"##.utf8))
        let deep = { (depth: Int) in
            Array(String(repeating: "[", count: depth).utf8) + Array(String(repeating: "]", count: depth).utf8)
        }
        #expect(try tree.violations(in: deep(128)) == [])
        #expect(try tree.violations(in: deep(129)).map(\.keyword) == ["syntax"])
        let nested = String(repeating: #"{"not":"#, count: 200) + "true" + String(repeating: "}", count: 200)
        #expect(throws: JSONSchemaError.self) { try JSONSchema(parsing: Array(nested.utf8)) }
    }

    @Test func `a megabyte is checked in linear time`() throws {
        let schema = try JSONSchema(
            parsing: Array(
                #"""
                {"type":"array","uniqueItems":true,"contains":{"const":-1},"unevaluatedItems":{"type":"integer","multipleOf":0.5}}
                """#.utf8
            )
        )
        let numbers = [-1] + Array(0..<150_000)
        let answer = "[" + numbers.map(String.init).joined(separator: ",") + "]"
        let elapsed = try ContinuousClock().measure { () throws -> Void in
            #expect(try schema.violations(in: Array(answer.utf8)) == [])
        }
        #expect(elapsed < .seconds(30))
        let text = try JSONSchema(parsing: Array(#"{"pattern":"^(a|a)*$","maxLength":2000000}"#.utf8))
        let long = "\"" + String(repeating: "a", count: 1 << 20) + "\""
        #expect(try text.violations(in: Array(long.utf8)) == [])
    }

    @Test(arguments: [
        ("1.0", "1", false, false), ("1", "2", true, false), ("-1", "1", true, false), ("-2", "-1", true, false),
        ("0", "-0", false, false), ("1e2", "99.9", false, true), ("1e-400", "0", false, true),
        ("9007199254740993", "9007199254740992", false, true), ("0.1", "0.10000000000000000001", true, false),
        ("1e999999999999999999999", "1e5", false, true), ("-1e5", "1e-5", true, false), ("120", "12e1", false, false),
    ])
    func `decimals are compared without rounding`(left: String, right: String, less: Bool, greater: Bool) throws {
        let values = try [left, right].map { ExactDecimal(try #require(JSONNumber($0))) }
        #expect(values[0].isLess(than: values[1]) == less)
        #expect(values[1].isLess(than: values[0]) == greater)
        #expect((values[0] == values[1]) == (!less && !greater))
    }
}
