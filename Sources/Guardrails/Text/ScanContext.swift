/// What is known about a text beside the text.
public struct ScanContext: Sendable, Hashable {
    /// Who wrote it.
    public var origin: TextOrigin
    /// The key, the column or the form's field whose value it is, where there is one: a label in front of the text.
    public var fieldName: String?

    /// Describes a text.
    public init(origin: TextOrigin = .user, fieldName: String? = nil) {
        self.origin = origin
        self.fieldName = fieldName
    }
}
