/// A value under a name of the document's choosing, and where the name stands.
struct Named<Value: Sendable>: Sendable {
    let name: String
    let value: Value
    let position: Position
    let path: DocumentPath
}
