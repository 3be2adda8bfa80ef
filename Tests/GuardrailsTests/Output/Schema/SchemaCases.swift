/// Schemas for every keyword, with what holds and what does not.
enum SchemaCases {
    static let values: [SchemaCase] = [
        SchemaCase("true", valid: ["1", "null", "{}"]),
        SchemaCase("false", invalid: ["1", "null", "{}"]),
        SchemaCase("{}", valid: ["1", "null"]),
        SchemaCase(#"{"type":"null"}"#, valid: ["null"], invalid: ["0", "false", #""""#]),
        SchemaCase(#"{"type":"boolean"}"#, valid: ["true"], invalid: ["0", "null"]),
        SchemaCase(
            #"{"type":"integer"}"#,
            valid: ["1", "1.0", "1e2", "-0", "1.50e1", "1e400"],
            invalid: ["1.5", #""1""#, "1e-1"]
        ),
        SchemaCase(#"{"type":"number"}"#, valid: ["1", "1.5"], invalid: [#""1""#, "true"]),
        SchemaCase(#"{"type":["string","integer"]}"#, valid: [#""a""#, "2"], invalid: ["2.5", "[]"]),
        SchemaCase(#"{"type":"object"}"#, valid: ["{}"], invalid: ["[]"]),
        SchemaCase(#"{"type":"array"}"#, valid: ["[]"], invalid: ["{}"]),
        SchemaCase(
            #"{"enum":[1,"a",null,{"x":1,"y":[2]}]}"#,
            valid: ["1", "1.0", "10e-1", #""a""#, "null", #"{"y":[2.0],"x":1}"#],
            invalid: ["2", #""A""#, "false", #"{"x":1}"#, #"{"y":[2],"x":1,"z":0}"#, "[1]"]
        ),
        SchemaCase(#"{"enum":[]}"#, invalid: ["1", "null"]),
        SchemaCase(#"{"enum":[false]}"#, valid: ["false"], invalid: ["0", "[false]"]),
        SchemaCase(#"{"const":0}"#, valid: ["0", "-0", "0.0", "0e9"], invalid: ["false", "1", #""0""#]),
        SchemaCase(#"{"const":"é"}"#, valid: [#""é""#, #""\u00e9""#], invalid: [#""e\u0301""#]),
        SchemaCase(#"{"const":null}"#, valid: ["null"], invalid: ["0"]),
        SchemaCase(#"{"const":9007199254740993}"#, valid: ["9007199254740993"], invalid: ["9007199254740992"]),
        SchemaCase(
            #"{"multipleOf":0.01}"#,
            valid: ["0", "0.01", "19.99", "4.02", "1e300", "0.07"],
            invalid: ["0.015", "1e-3"]
        ),
        SchemaCase(#"{"multipleOf":0.0001}"#, valid: ["0.0075"], invalid: ["0.00751"]),
        SchemaCase(#"{"multipleOf":3}"#, valid: ["9", "-9", "30e20", "0"], invalid: ["10", "9.5", "1e20"]),
        SchemaCase(#"{"multipleOf":1e-8}"#, valid: ["12391239123"]),
        SchemaCase(#"{"multipleOf":20}"#, valid: ["100"], invalid: ["110"]),
        SchemaCase(
            #"{"minimum":1.1}"#,
            valid: ["1.1", "1.10", "2", #""a""#],
            invalid: ["1.09999999999999999999", "-5"]
        ),
        SchemaCase(#"{"exclusiveMinimum":0}"#, valid: ["1e-400"], invalid: ["0", "-0.0", "-1"]),
        SchemaCase(#"{"maximum":300}"#, valid: ["300.0", "3e2", "-1e9"], invalid: ["300.00000000000000000001"]),
        SchemaCase(#"{"exclusiveMaximum":3}"#, valid: ["2.9999999999999999999"], invalid: ["3", "3.0", "4"]),
        SchemaCase(
            #"{"minLength":2,"maxLength":3}"#,
            valid: [#""ab""#, #""日本語""#, #""😀😀""#, "1"],
            invalid: [#""a""#, #""😀""#, #""abcd""#]
        ),
        SchemaCase(#"{"minLength":2.0}"#, valid: [#""ab""#], invalid: [#""a""#]),
        SchemaCase(#"{"maxLength":1e30}"#, valid: [#""ab""#]),
        SchemaCase(#"{"format":"email","title":1,"x-unknown":{"type":"nonsense"}}"#, valid: [#""no mail""#]),
        SchemaCase(#"{"contentMediaType":"application/json","contentSchema":{"type":"array"}}"#, valid: [#""{""#]),
    ]

    static let arrays: [SchemaCase] = [
        SchemaCase(#"{"minItems":1,"maxItems":2}"#, valid: ["[1]", "[1,2]", "3"], invalid: ["[]", "[1,2,3]"]),
        SchemaCase(
            #"{"uniqueItems":true}"#,
            valid: [
                "[]", "[1,true]", "[0,false]", #"["1",1]"#, "[[1],[true]]", #"[{"a":1},{"a":2}]"#,
                #"[["a","b"],["ab"]]"#,
            ],
            invalid: [
                "[1,1]", "[1,1.0]", "[1,10e-1]", #"[{"a":1,"b":2},{"b":2.0,"a":1}]"#, "[[1],[1]]", "[0,-0]",
                "[null,null]",
            ]
        ),
        SchemaCase(#"{"uniqueItems":false}"#, valid: ["[1,1]"]),
        SchemaCase(#"{"items":{"type":"integer"}}"#, valid: ["[]", "[1,2]", "{}"], invalid: [#"[1,"a"]"#]),
        SchemaCase(
            #"{"prefixItems":[{"type":"integer"},{"type":"string"}]}"#,
            valid: ["[]", "[1]", #"[1,"a",null]"#],
            invalid: [#"["a"]"#, "[1,2]"]
        ),
        SchemaCase(#"{"prefixItems":[{}],"items":false}"#, valid: ["[]", "[1]"], invalid: ["[1,2]"]),
        SchemaCase(#"{"prefixItems":[true,false]}"#, valid: ["[1]"], invalid: ["[1,2]"]),
        SchemaCase(#"{"items":false}"#, valid: ["[]"], invalid: ["[null]"]),
        SchemaCase(#"{"contains":{"minimum":5}}"#, valid: ["[1,5]", "{}"], invalid: ["[]", "[1,2]"]),
        SchemaCase(
            #"{"contains":{"const":1},"minContains":2,"maxContains":3}"#,
            valid: ["[1,1]", "[1,2,1,1]"],
            invalid: ["[1]", "[1,1,1,1]", "[]"]
        ),
        SchemaCase(#"{"contains":{"const":1},"minContains":0}"#, valid: ["[]", "[2]"]),
        SchemaCase(#"{"contains":{"const":1},"minContains":0,"maxContains":1}"#, valid: ["[]"], invalid: ["[1,1]"]),
        SchemaCase(#"{"minContains":2,"maxContains":1}"#, valid: ["[]", "[1]"]),
        SchemaCase(#"{"contains":false}"#, valid: ["1"], invalid: ["[]", "[1]"]),
    ]

    static let objects: [SchemaCase] = [
        SchemaCase(
            #"{"minProperties":1,"maxProperties":2}"#,
            valid: [#"{"a":1}"#],
            invalid: ["{}", #"{"a":1,"b":2,"c":3}"#]
        ),
        SchemaCase(
            #"{"required":["a","__proto__"]}"#,
            valid: [#"{"a":null,"__proto__":1}"#, "[]"],
            invalid: [#"{"a":1}"#, "{}"]
        ),
        SchemaCase(#"{"required":["é"]}"#, valid: [#"{"\u00e9":1}"#], invalid: [#"{"e\u0301":1}"#]),
        SchemaCase(
            #"{"dependentRequired":{"card":["address","name"]}}"#,
            valid: ["{}", #"{"name":1}"#, #"{"card":1,"address":1,"name":1}"#],
            invalid: [#"{"card":1,"name":1}"#]
        ),
        SchemaCase(
            #"{"dependentSchemas":{"a":{"required":["b"],"properties":{"b":{"type":"integer"}}},"n":false}}"#,
            valid: ["{}", #"{"b":"x"}"#, #"{"a":1,"b":2}"#, "1"],
            invalid: [#"{"a":1}"#, #"{"a":1,"b":"x"}"#, #"{"n":1}"#]
        ),
        SchemaCase(#"{"propertyNames":{"maxLength":3}}"#, valid: ["{}", #"{"abc":1}"#], invalid: [#"{"abcd":1}"#]),
        SchemaCase(#"{"propertyNames":false}"#, valid: ["{}"], invalid: [#"{"a":1}"#]),
        SchemaCase(#"{"propertyNames":{"enum":["a"]}}"#, valid: [#"{"a":1}"#], invalid: [#"{"b":1}"#]),
        SchemaCase(
            #"{"properties":{"a":{"type":"integer"},"b":false},"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":{"type":"boolean"}}"#,
            valid: [#"{"a":1,"x-y":"s","z":true}"#, "[]"],
            invalid: [#"{"a":"s"}"#, #"{"x-y":1}"#, #"{"z":1}"#, #"{"b":1}"#]
        ),
        SchemaCase(
            #"{"properties":{"foo":{"maxItems":3}},"patternProperties":{"f.o":{"minItems":2}},"additionalProperties":false}"#,
            valid: [#"{"foo":[1,2]}"#, #"{"fxo":[1,2]}"#],
            invalid: [#"{"foo":[]}"#, #"{"foo":[1,2,3,4]}"#, #"{"fxo":[]}"#, #"{"bar":1}"#]
        ),
        SchemaCase(
            #"{"patternProperties":{"[0-9]{2,}":true,"^$":false}}"#,
            valid: [#"{"a31b":1}"#],
            invalid: [#"{"":1}"#]
        ),
        SchemaCase(#"{"additionalProperties":false}"#, valid: ["{}"], invalid: [#"{"a":1}"#]),
        SchemaCase(
            #"{"allOf":[{"properties":{"foo":true}}],"additionalProperties":{"type":"boolean"}}"#,
            valid: [#"{"foo":true}"#],
            invalid: [#"{"foo":1}"#]
        ),
    ]

    static let patterns: [SchemaCase] = [
        SchemaCase(
            #"{"pattern":"^[a-z]+$"}"#,
            valid: [#""abc""#, "1"],
            invalid: [#""""#, #""abc\n""#, #""aBc""#, #""a1""#]
        ),
        SchemaCase(#"{"pattern":"^a*$"}"#, valid: [#""aaa""#, #""""#], invalid: [#""b""#]),
        SchemaCase(#"{"pattern":""}"#, valid: [#""""#, #""x""#]),
        SchemaCase(#"{"pattern":"^$"}"#, valid: [#""""#], invalid: [#""x""#, #""\n""#]),
        SchemaCase(#"{"pattern":"a+"}"#, valid: [#""xxaayy""#], invalid: [#""xxyy""#, #""""#]),
        SchemaCase(
            #"{"pattern":"^\\d{3}-\\d{4}$"}"#,
            valid: [#""150-0001""#],
            invalid: [#""１５０-0001""#, #""1500001""#]
        ),
        SchemaCase(#"{"pattern":"^\\w+$"}"#, valid: [#""ab_1""#], invalid: [#""é""#, #""日本""#]),
        SchemaCase(
            #"{"pattern":"^\\W\\D\\S$"}"#,
            valid: [#""éxé""#, #""日本語""#],
            invalid: [#""axé""#, #""é\u3000\u3000""#]
        ),
        SchemaCase(
            #"{"pattern":"^\\s$"}"#,
            valid: [#"" ""#, #""\u3000""#, #""\u00a0""#, #""\ufeff""#],
            invalid: [#""x""#, #""\u200b""#]
        ),
        SchemaCase(#"{"pattern":"^.$"}"#, valid: [#""日""#, #""😀""#], invalid: [#""\n""#, #""\u2028""#, #""ab""#]),
        SchemaCase(#"{"pattern":"^[\\u3041-\\u3096]+$"}"#, valid: [#""ひらがな""#], invalid: [#""カタカナ""#]),
        SchemaCase(#"{"pattern":"^\\uD83D\\uDE00$"}"#, valid: [#""😀""#], invalid: [#""😁""#]),
        SchemaCase(#"{"pattern":"^\\u{1F600}$"}"#, valid: [#""😀""#]),
        SchemaCase(
            #"{"pattern":"^\\p{Script=Katakana}+\\p{L}\\p{Letter}$"}"#,
            valid: [#""カタab""#],
            invalid: [#""かたab""#]
        ),
        SchemaCase(
            #"{"pattern":"^(?<year>[0-9]{4})(?:/|-)[0-9]{2}\\.$"}"#,
            valid: [#""2026-11.""#],
            invalid: [#""2026-11x""#]
        ),
        SchemaCase(#"{"pattern":"^[^\\s\"\\[\\]]+\\/$"}"#, valid: [#""ab/""#], invalid: [#""a b/""#, #""[/""#]),
        SchemaCase(#"{"pattern":"^(foo|bar){1,2}?$"}"#, valid: [#""foobar""#], invalid: [#""foobarfoo""#]),
        SchemaCase(#"{"pattern":"^\\cC\\x41\\0$"}"#, valid: [#""\u0003A\u0000""#], invalid: [#""CA0""#]),
    ]
}
