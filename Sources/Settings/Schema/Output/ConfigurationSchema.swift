import JSONText

/// What documents may hold, in forms for editors and for people. Both come from the fields that the loader reads by.
public enum ConfigurationSchema {
    /// The JSON Schema (draft 2020-12) of documents, as indented text with a line break at its end.
    public static func jsonSchema() -> String {
        PrettyJSON.text(JSONSchemaRenderer.document(RootSection.description))
    }

    /// Every field with its type, its default and its meaning, as a Markdown table.
    public static func referenceTable() -> String {
        ReferenceTable.markdown(RootSection.description)
    }
}
