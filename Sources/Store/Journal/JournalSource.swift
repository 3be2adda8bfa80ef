/// A file of the journal as its reader sees it.
struct JournalSource: Sendable {
    /// Unique in this process.
    var id: Int
    var path: String
    /// How many bytes are whole.
    var length: Int
    /// Whether nothing more will be appended.
    var isSealed: Bool
    /// Whether another process wrote it, so that its end may be torn.
    var isLeftBehind: Bool

    /// The file's name in its folder.
    var name: String { path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path }
}
