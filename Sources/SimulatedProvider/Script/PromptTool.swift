import JSONText

/// A tool that the request offers.
struct PromptTool: Sendable {
    var name: String
    /// JSON Schema of the arguments; an empty object where the tool takes none.
    var schema: JSONValue
    /// OpenAI's custom tools take free text instead of JSON.
    var isCustom = false
}
