/// A value of a document with its place, whether the document is YAML or JSON.
struct DocumentNode: Sendable {
    enum Content: Sendable {
        case scalar(Scalar)
        case list([DocumentNode])
        case mapping([Entry])
    }

    /// A single value: its text, and whether quotes (or a block) make it a string whatever it looks like.
    struct Scalar: Sendable {
        let text: String
        let isString: Bool
    }

    /// A field: its name, where the name stands, and its value.
    struct Entry: Sendable {
        let name: String
        let position: Position
        let value: DocumentNode
    }

    let position: Position
    let content: Content
}
