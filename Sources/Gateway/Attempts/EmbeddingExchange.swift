import JSONText
import ModelAPI
import NIOCore

/// What is sent to one target that is asked for vectors, and what its answer is made into.
struct EmbeddingExchange: Sendable {
    /// How the provider is spoken to.
    let dialect: any EmbeddingDialect
    /// What is sent, one after the other; never empty. More than one where the provider takes fewer inputs at once.
    let bodies: [ByteBuffer]
    /// What the provider cannot express; `nil` where it can express everything.
    let dropped: DroppedFields?
    /// What is asked, where the answer has to be translated; `nil` where bytes go on untouched.
    let translated: EmbeddingRequest?

    /// Prepares a call for a target.
    /// - Throws: ``ModelAPI/APIError`` where its provider has no vectors, or none for what is asked.
    init(_ call: Call, to seat: Seat, _ facts: CallFacts) throws(APIError) {
        guard let dialect = seat.provider.embeddings else {
            throw APIError(
                .invalidRequest,
                "The model '\(call.model.prefix(128))' has no embeddings: its provider '\(seat.provider.name)' offers none.",
                parameter: "model"
            )
        }
        self.dialect = dialect
        let request = try facts.embedding()
        if dialect.surface == call.route.dialect {
            var withholdsUsage = false
            bodies = [try Attempt.edited(call, model: seat.model, withholdsUsage: &withholdsUsage)]
            dropped = nil
            translated = nil
            return
        }
        var bodies: [ByteBuffer] = []
        var lost: [String] = []
        for inputs in request.inputs.split(intoAtMost: dialect.mostInputs) {
            var part = request
            part.inputs = inputs
            let written = try dialect.writeRequest(part, model: seat.model)
            bodies.append(ByteBuffer(bytes: written.body.bytes))
            lost = written.dropped
        }
        self.bodies = bodies
        dropped = DroppedFields(names: lost)
        translated = request
    }

    /// How many inputs one of the bodies has.
    func count(ofPart index: Int) -> Int {
        guard let translated else { return 0 }
        return min(dialect.mostInputs, translated.inputs.count - index * dialect.mostInputs)
    }
}

extension Array {
    /// Its elements in order, in pieces of a size at most; one piece at least.
    fileprivate func split(intoAtMost size: Int) -> [[Element]] {
        guard count > size, size > 0 else { return [self] }
        return stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
