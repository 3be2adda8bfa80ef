/// What goes wrong with caches, with a stable code.
public struct CacheError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// A request's directive makes no sense.
        case invalidDirective = "invalid_cache_directive"
        /// A stored answer's bytes are not what was written.
        case corruptEntry = "corrupt_cache_entry"
        /// A stored answer was written in a form of another version.
        case unknownVersion = "unknown_cache_entry_version"
        /// What stored answers are kept in beside memory cannot be used.
        case archiveUnavailable = "cache_archive_unavailable"
    }

    /// What kind it is.
    public let code: Code
    /// What is wrong, and what would be right.
    public let message: String
    /// The header at fault, in lower case, where a request is.
    public let header: String?

    /// Creates an error.
    public init(_ code: Code, _ message: String, header: String? = nil) {
        self.code = code
        self.message = message
        self.header = header
    }

    /// What is wrong, and what would be right.
    public var description: String { message }
}
