import JSONText
import Testing

@testable import SimulatedProvider

@Suite struct SchemaSampleTests {
    @Test(
        "samples satisfy their schema",
        arguments: [
            (#"{"type":"string"}"#, #""sample""#),
            (#"{"type":"STRING","format":"date"}"#, #""2025-01-01""#),
            (#"{"type":"string","minLength":8}"#, #""sampleee""#),
            (#"{"type":"string","maxLength":3}"#, #""sam""#),
            (#"{"type":"integer","minimum":5}"#, "5"),
            (#"{"type":"integer","exclusiveMaximum":0}"#, "-1"),
            (#"{"type":"integer","minimum":7,"multipleOf":5}"#, "10"),
            (#"{"type":"number","maximum":1}"#, "1"),
            (#"{"type":"boolean"}"#, "true"),
            (#"{"type":"null"}"#, "null"),
            (#"{"type":["null","integer"]}"#, "1"),
            (#"{"const":{"a":1}}"#, #"{"a":1}"#),
            (#"{"enum":["x","y"]}"#, #""x""#),
            (#"{"type":"array","items":{"type":"integer"},"minItems":3}"#, "[1,1,1]"),
            (#"{"type":"array","items":{"type":"integer"},"maxItems":0}"#, "[]"),
            (#"{"type":"array","prefixItems":[{"type":"string"},{"type":"integer"}]}"#, #"["sample",1]"#),
            (#"{"anyOf":[{"type":"null"},{"type":"integer"}]}"#, "1"),
            (
                #"{"allOf":[{"type":"object","properties":{"a":{"type":"integer"}}},{"properties":{"b":{"type":"boolean"}}}]}"#,
                #"{"a":1,"b":true}"#
            ),
            (
                ##"{"$ref":"#/$defs/p","$defs":{"p":{"type":"object","properties":{"n":{"type":"string"}}}}}"##,
                #"{"n":"sample"}"#
            ),
            (#"{"type":"object","required":["free"]}"#, #"{"free":"sample"}"#),
            (#"{"type":"object","properties":{}}"#, "{}"),
            ("{}", "{}"),
        ]
    )
    func samples(schema: String, sample: String) throws {
        let value = SchemaSample(try JSONValue(parsing: schema), directives: Directives("")).value()
        #expect(value.text == sample)
    }

    @Test("recursive schemas end")
    func recursion() throws {
        let schema = try JSONValue(
            parsing: ##"{"type":"object","properties":{"v":{"type":"integer"},"next":{"$ref":"#"}},"required":["v"]}"##
        )
        let value = SchemaSample(schema, directives: Directives("")).value()
        #expect(value["next"]?["v"] == 1)
        #expect(value["next"]?["next"]?["next"]?["next"]?["next"] == nil)
        let loop = try JSONValue(parsing: ##"{"$ref":"#"}"##)
        #expect(SchemaSample(loop, directives: Directives("")).value() == "sample")
    }

    @Test(
        "schemas that describe too much are answered with less",
        .timeLimit(.minutes(1)),
        arguments: [
            ##"{"$defs":{"a":{"allOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/a"},{"$ref":"#/$defs/a"}]}},"$ref":"#/$defs/a"}"##,
            ##"{"type":"array","minItems":1000,"items":{"$ref":"#"}}"##,
            ##"{"anyOf":[{"$ref":"#"},{"$ref":"#"}]}"##,
            #"{"type":"string","minLength":9223372036854775807}"#,
            #"{"type":"array","minItems":-5,"maxItems":-1,"items":{}}"#,
            #"{"type":"integer","exclusiveMinimum":9223372036854775807,"multipleOf":9223372036854775807}"#,
            #"{"type":"number","minimum":1e999,"multipleOf":1e-999}"#,
        ]
    )
    func hostile(schema: String) throws {
        let value = SchemaSample(try JSONValue(parsing: schema), directives: Directives("")).value()
        #expect(value.bytes.count < 200_000)
    }

    @Test("properties take fitting values from the text")
    func values() throws {
        let schema = try JSONValue(
            parsing: """
                {"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"},\
                "unit":{"enum":["C","F"]},"wet":{"type":"boolean"},"p":{"type":"number"}}}
                """
        )
        let directives = Directives("city=Rome days=3 unit=F wet=false p=0.25")
        #expect(
            SchemaSample(schema, directives: directives).value().text
                == #"{"city":"Rome","days":3,"unit":"F","wet":false,"p":0.25}"#
        )
        let wrong = Directives("days=many unit=K")
        #expect(SchemaSample(schema, directives: wrong).value()["days"] == 1)
        #expect(SchemaSample(schema, directives: wrong).value()["unit"] == "C")
    }
}
