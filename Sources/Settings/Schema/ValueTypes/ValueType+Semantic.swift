import Caching
import JSONText

extension ValueType<SemanticLevel> {
    /// How sure a hit by meaning is: 1, 2 or 3.
    static let semanticLevel = ValueType(.integer(1...3)) { place, reading in
        ValueType<Int>.integer(1...3).read(place, reading).flatMap(SemanticLevel.init)
    }
    .written { JSONValue($0.rawValue) }
}

extension ValueType<SemanticConfiguration.Embedder> {
    /// `builtin`, or an embedding model.
    static let embedder = ValueType(
        .text(words: "builtin, provider/model or model", pattern: ValueType<LocatedDestination>.destinationPattern)
    ) { place, reading in
        if case .scalar(let scalar) = place.node.content, scalar.text == "builtin",
            !reading.declaredModels.contains("builtin")
        {
            return .builtin
        }
        return ValueType<LocatedDestination>.destination.read(place, reading).map { .model($0.destination.name) }
    }
    .written { embedder in
        switch embedder {
        case .builtin: "builtin"
        case .model(let name): .string(name)
        }
    }
}
