/// Turns a text into a vector, here and now, without I/O.
///
/// Embedders that ask a provider are asynchronous and belong to the gateway; they share the `EmbedderIdentity`, which
/// is all an index needs to know of either.
public protocol Embedder: Sendable {
    /// Part of every index: vectors of another identity are never compared with this embedder's.
    var identity: EmbedderIdentity { get }

    /// The vector of a text: `identity.dimensions` numbers of length 1, or all zero where the text says nothing.
    /// - Parameter text: the text, analysed once for embedding and verifying.
    func embed(_ text: AnalyzedText) -> [Float]
}
