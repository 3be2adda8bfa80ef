extension SchemaCases {
    static let applicators: [SchemaCase] = [
        SchemaCase(#"{"allOf":[{"minimum":2},{"maximum":4}]}"#, valid: ["3"], invalid: ["1", "5"]),
        SchemaCase(#"{"allOf":[true,false]}"#, invalid: ["1"]),
        SchemaCase(
            #"{"anyOf":[{"type":"integer"},{"minimum":2}]}"#,
            valid: ["1", "2.5", "3", #""a""#],
            invalid: ["1.5"]
        ),
        SchemaCase(#"{"oneOf":[{"type":"integer"},{"minimum":2}]}"#, valid: ["1", "2.5"], invalid: ["3", "1.5"]),
        SchemaCase(#"{"oneOf":[true,true,false]}"#, invalid: ["1"]),
        SchemaCase(#"{"not":{"type":"integer"}}"#, valid: ["1.5", #""a""#], invalid: ["1", "2.0"]),
        SchemaCase(#"{"not":{"not":{"type":"string"}}}"#, valid: [#""a""#], invalid: ["1"]),
        SchemaCase(#"{"not":true}"#, invalid: ["1"]),
        SchemaCase(#"{"not":false}"#, valid: ["1"]),
        SchemaCase(
            #"{"if":{"exclusiveMaximum":0},"then":{"minimum":-10},"else":{"multipleOf":2}}"#,
            valid: ["-1", "4"],
            invalid: ["-100", "3"]
        ),
        SchemaCase(#"{"if":false,"then":false}"#, valid: ["1"]),
        SchemaCase(#"{"then":false,"else":false}"#, valid: ["1"]),
        SchemaCase(#"{"if":true,"else":false}"#, valid: ["1"]),
        SchemaCase(
            #"{"allOf":[{"properties":{"a":{"type":"string"}},"required":["a"]},{"required":["b"]}],"required":["c"]}"#,
            valid: [#"{"a":"x","b":1,"c":2}"#],
            invalid: [#"{"a":"x","b":1}"#, #"{"a":1,"b":1,"c":2}"#, #"{"a":"x","c":2}"#]
        ),
    ]

    static let unevaluated: [SchemaCase] = [
        SchemaCase(#"{"unevaluatedProperties":false}"#, valid: ["{}", "1"], invalid: [#"{"a":1}"#]),
        SchemaCase(
            #"{"properties":{"a":{}},"patternProperties":{"^x":{}},"unevaluatedProperties":{"type":"integer"}}"#,
            valid: [#"{"a":"s","xy":"s","z":1}"#],
            invalid: [#"{"a":1,"z":"s"}"#]
        ),
        SchemaCase(
            ##"{"properties":{"a":{}},"allOf":[{"properties":{"b":{}}},{"$ref":"#/$defs/c"}],"unevaluatedProperties":false,"$defs":{"c":{"properties":{"c":{}}}}}"##,
            valid: [#"{"a":1,"b":1,"c":1}"#],
            invalid: [#"{"a":1,"d":1}"#]
        ),
        SchemaCase(
            #"{"if":{"properties":{"kind":{"const":"a"}},"required":["kind"]},"then":{"properties":{"a":{}}},"else":{"properties":{"b":{}}},"unevaluatedProperties":false}"#,
            valid: [#"{"kind":"a","a":1}"#, #"{"b":1}"#],
            invalid: [#"{"kind":"a","b":1}"#, #"{"kind":"b","b":1}"#, #"{"a":1}"#]
        ),
        SchemaCase(
            #"{"if":{"properties":{"foo":{"const":"then"}},"required":["foo"]},"unevaluatedProperties":false}"#,
            valid: [#"{"foo":"then"}"#],
            invalid: [#"{"foo":"else"}"#, #"{"foo":"then","bar":1}"#]
        ),
        SchemaCase(
            #"{"anyOf":[{"properties":{"b":{"const":1}},"required":["b"]},{"properties":{"c":{"const":1}},"required":["c"]}],"unevaluatedProperties":false}"#,
            valid: [#"{"b":1}"#, #"{"b":1,"c":1}"#],
            invalid: [#"{"b":1,"c":2}"#, #"{"b":1,"d":1}"#]
        ),
        SchemaCase(
            #"{"oneOf":[{"properties":{"b":{"const":1}},"required":["b"]},{"properties":{"c":{}},"required":["c"]}],"unevaluatedProperties":false}"#,
            valid: [#"{"b":1}"#, #"{"c":3}"#],
            invalid: [#"{"b":1,"x":1}"#]
        ),
        // What stands under `not` has looked at nothing.
        SchemaCase(
            #"{"not":{"not":{"properties":{"bar":{"const":"bar"}},"required":["bar"]}},"unevaluatedProperties":false}"#,
            invalid: [#"{"bar":"bar"}"#]
        ),
        // A schema beside it is not seen.
        SchemaCase(
            #"{"allOf":[{"properties":{"a":true}},{"unevaluatedProperties":false}]}"#,
            invalid: [#"{"a":1}"#]
        ),
        SchemaCase(
            #"{"allOf":[{"additionalProperties":true}],"unevaluatedProperties":false}"#,
            valid: [#"{"a":1}"#]
        ),
        SchemaCase(
            #"{"allOf":[{"unevaluatedProperties":true}],"unevaluatedProperties":false}"#,
            valid: [#"{"a":1}"#]
        ),
        SchemaCase(
            #"{"dependentSchemas":{"a":{"properties":{"b":true}}},"properties":{"a":true},"unevaluatedProperties":false}"#,
            valid: [#"{"a":1,"b":2}"#],
            invalid: [#"{"b":2}"#]
        ),
        // Of a nested object nothing is known outside of it.
        SchemaCase(
            #"{"properties":{"o":{"properties":{"a":true},"unevaluatedProperties":false}},"unevaluatedProperties":false}"#,
            valid: [#"{"o":{"a":1}}"#],
            invalid: [#"{"o":{"b":1}}"#, #"{"a":1}"#]
        ),
        SchemaCase(#"{"unevaluatedItems":false}"#, valid: ["[]"], invalid: ["[1]"]),
        SchemaCase(#"{"prefixItems":[true],"unevaluatedItems":false}"#, valid: ["[1]"], invalid: ["[1,2]"]),
        SchemaCase(#"{"items":true,"unevaluatedItems":false}"#, valid: ["[1,2]"]),
        SchemaCase(
            #"{"prefixItems":[{"const":1}],"allOf":[{"prefixItems":[true,{"type":"string"}]}],"unevaluatedItems":false}"#,
            valid: [#"[1,"a"]"#],
            invalid: [#"[1,"a",2]"#, "[1,2]"]
        ),
        SchemaCase(
            #"{"allOf":[{"contains":{"multipleOf":2}},{"contains":{"multipleOf":3}}],"unevaluatedItems":{"multipleOf":5}}"#,
            valid: ["[2,3,4,5,6]"],
            invalid: ["[2,3,4,7,8]"]
        ),
        SchemaCase(
            #"{"if":{"contains":{"const":"a"}},"then":{"if":{"contains":{"const":"b"}}},"unevaluatedItems":false}"#,
            valid: ["[]", #"["a","a"]"#, #"["a","b","a","b"]"#],
            invalid: [#"["b","b"]"#, #"["a","b","c"]"#]
        ),
        SchemaCase(
            #"{"contains":{"type":"string"},"minContains":0,"unevaluatedItems":false}"#,
            valid: ["[]", #"["a"]"#],
            invalid: ["[1]"]
        ),
    ]

    static let references: [SchemaCase] = [
        SchemaCase(
            ##"{"properties":{"next":{"$ref":"#"}},"additionalProperties":false}"##,
            valid: [#"{"next":{"next":{}}}"#],
            invalid: [#"{"next":{"other":{}}}"#]
        ),
        SchemaCase(
            ##"{"$defs":{"a/b":{"type":"integer"},"c~d":{"type":"string"},"e%f":{"type":"null"},"":{"const":1}},"prefixItems":[{"$ref":"#/$defs/a~1b"},{"$ref":"#/$defs/c~0d"},{"$ref":"#/$defs/e%25f"},{"$ref":"#/$defs/"}]}"##,
            valid: [#"[1,"s",null,1]"#],
            invalid: [#"["s"]"#, "[1,2]", #"[1,"s",3]"#, #"[1,"s",null,2]"#]
        ),
        // Keywords beside a reference count.
        SchemaCase(
            ##"{"$defs":{"n":{"type":"integer"}},"$ref":"#/$defs/n","minimum":3}"##,
            valid: ["3"],
            invalid: ["2", "3.5"]
        ),
        SchemaCase(
            ##"{"properties":{"a":{"$ref":"#/properties/b"},"b":{"type":"string"}}}"##,
            valid: [#"{"a":"x"}"#],
            invalid: [#"{"a":1}"#]
        ),
        SchemaCase(
            ##"{"items":{"$ref":"#/prefixItems/0"},"prefixItems":[{"type":"integer"}]}"##,
            valid: ["[1,2]"],
            invalid: [#"[1,"a"]"#]
        ),
        SchemaCase(
            ##"{"$ref":"#n","$defs":{"x":{"$anchor":"n","type":"integer"}}}"##,
            valid: ["1"],
            invalid: [#""a""#]
        ),
        // A member that is called $ref is no reference.
        SchemaCase(#"{"properties":{"$ref":{"type":"string"}}}"#, valid: [#"{"$ref":"a"}"#], invalid: [#"{"$ref":1}"#]),
        // What stands in an enumeration is no schema.
        SchemaCase(
            #"{"enum":[{"$ref":"nowhere","$id":"x"}]}"#,
            valid: [#"{"$ref":"nowhere","$id":"x"}"#],
            invalid: ["1"]
        ),
        // A place that no keyword knows becomes a schema by being referred to.
        SchemaCase(##"{"$ref":"#/shared/n","shared":{"n":{"type":"integer"}}}"##, valid: ["1"], invalid: [#""a""#]),
        // Addresses within the document.
        SchemaCase(
            #"{"$id":"https://example.com/root/","$ref":"item","$defs":{"i":{"$id":"item","type":"integer"}}}"#,
            valid: ["1"],
            invalid: [#""a""#]
        ),
        SchemaCase(
            #"{"$id":"https://example.com/a/b.json","$ref":"../c.json#x","$defs":{"i":{"$id":"/c.json","$defs":{"y":{"$anchor":"x","type":"integer"}}}}}"#,
            valid: ["1"],
            invalid: [#""a""#]
        ),
        // A base within a base, and the same pointer from both.
        SchemaCase(
            ##"{"$id":"http://localhost/","$defs":{"t":{"type":"string"},"inner":{"$id":"inner/","$ref":"#/$defs/t","$defs":{"t":{"type":"integer"}}}},"prefixItems":[{"$ref":"#/$defs/t"},{"$ref":"inner/"},{"$ref":"/#/$defs/inner"}]}"##,
            valid: [#"["s",1,2]"#],
            invalid: ["[1]", #"["s","s"]"#, #"["s",1,"s"]"#]
        ),
        SchemaCase(
            ##"{"$id":"urn:uuid:deadbeef-1234","$ref":"urn:uuid:deadbeef-1234#/$defs/n","$defs":{"n":{"type":"integer"}}}"##,
            valid: ["1"],
            invalid: [#""a""#]
        ),
        // Without dynamic anchors a dynamic reference is a plain one.
        SchemaCase(
            ##"{"items":{"$dynamicRef":"#n"},"$defs":{"n":{"$anchor":"n","type":"integer"}}}"##,
            valid: ["[1]"],
            invalid: [#"["a"]"#]
        ),
        // The outermost schema with the anchor decides: a list of strings made of a list of anything.
        SchemaCase(
            ##"""
            {"$id":"https://example.com/strings","$ref":"list","$defs":{
              "item":{"$dynamicAnchor":"item","type":"string"},
              "list":{"$id":"list","type":"array","items":{"$dynamicRef":"#item"},
                      "$defs":{"item":{"$dynamicAnchor":"item"}}}}}
            """##,
            valid: [#"["a"]"#],
            invalid: [#"["a",1]"#]
        ),
        // A plain reference to a dynamic anchor stays where it leads.
        SchemaCase(
            ##"""
            {"$id":"https://example.com/strings","$ref":"list","$defs":{
              "item":{"$dynamicAnchor":"item","type":"string"},
              "list":{"$id":"list","type":"array","items":{"$ref":"#item"},
                      "$defs":{"item":{"$dynamicAnchor":"item"}}}}}
            """##,
            valid: [#"["a"]"#, "[1]"]
        ),
        // A dynamic reference whose first target is plain stays plain though an outer schema has the dynamic anchor.
        SchemaCase(
            ##"""
            {"$id":"https://example.com/strings","$ref":"list","$defs":{
              "item":{"$dynamicAnchor":"item","type":"string"},
              "list":{"$id":"list","type":"array","items":{"$dynamicRef":"#item"},
                      "$defs":{"item":{"$anchor":"item"}}}}}
            """##,
            valid: [#"["a"]"#, "[1]"]
        ),
        // A tree that a stricter one extends.
        SchemaCase(
            ##"""
            {"$id":"https://example.com/strict","$dynamicAnchor":"node","$ref":"tree","unevaluatedProperties":false,
             "$defs":{"tree":{"$id":"tree","$dynamicAnchor":"node","type":"object",
               "properties":{"data":true,"children":{"type":"array","items":{"$dynamicRef":"#node"}}}}}}
            """##,
            valid: [#"{"children":[{"data":1}]}"#],
            invalid: [#"{"children":[{"daat":1}]}"#, #"{"x":1}"#]
        ),
    ]
}
