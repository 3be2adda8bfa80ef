/// A value of a document, and the way to it.
struct Located: Sendable {
    let node: DocumentNode
    let path: DocumentPath

    var position: Position { node.position }
}
