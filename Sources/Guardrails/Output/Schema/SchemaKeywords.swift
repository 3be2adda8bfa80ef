/// Where a schema has schemas (draft 2020-12 core §10 and §11).
enum SchemaKeywords {
    /// Keywords whose value is a schema.
    static let single = [
        "not", "if", "then", "else", "items", "contains", "additionalProperties", "propertyNames", "unevaluatedItems",
        "unevaluatedProperties", "contentSchema",
    ]
    /// Keywords whose value is a list of schemas.
    static let lists = ["allOf", "anyOf", "oneOf", "prefixItems"]
    /// Keywords whose value is an object of schemas; `definitions` is what older drafts called `$defs`.
    static let maps = ["$defs", "definitions", "properties", "patternProperties", "dependentSchemas"]
}
