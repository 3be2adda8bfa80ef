/// What a document may be at most. Generous for people, tight for a file that was made to exhaust memory.
enum DocumentLimits {
    /// Bytes of the document.
    static let bytes = 4 << 20
    /// Values, each alias counted with all it stands for.
    static let values = 500_000
    /// Nested levels, aliases followed.
    static let depth = 64
    /// Bytes of a file that is named by `file:…`.
    static let secretFileBytes = 64 << 10
    /// Bytes of a certificate or key file.
    static let certificateFileBytes = 4 << 20
}
