/// A problem that reading a document's text finds, before anything is known of its meaning.
struct DocumentProblem: Error {
    let code: ConfigurationProblem.Code
    let position: Position?
    let path: DocumentPath
    let message: String

    init(
        _ code: ConfigurationProblem.Code,
        at position: Position?,
        path: DocumentPath = .root,
        _ message: String
    ) {
        self.code = code
        self.position = position
        self.path = path
        self.message = message
    }
}
