/// The lists that the end of a text is read with, behind one reference: a ``StreamTail`` is made for every piece of a stream.
final class StreamLexicon: Sendable {
    static let shared = StreamLexicon(resources: .shared, vocabulary: .shared)

    let resources: NameResources
    let vocabulary: StreamVocabulary

    init(resources: NameResources, vocabulary: StreamVocabulary) {
        self.resources = resources
        self.vocabulary = vocabulary
    }
}
