/// What a tool gave back.
struct ToolResult: Hashable, Sendable {
    var text: String
    var isError = false
}
