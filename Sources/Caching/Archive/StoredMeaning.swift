/// A question whose answer is stored, with its vector, on its way to an archive or from there.
public struct StoredMeaning: Sendable, Hashable {
    /// The question.
    public let entry: SemanticEntry
    /// Its vector, which says of which embedder it is.
    public let vector: UnitVector
    /// The name of the team that asked; `nil` without one.
    public let team: String?
    /// The public model that was asked.
    public let model: String

    /// Creates one.
    public init(entry: SemanticEntry, vector: UnitVector, team: String?, model: String) {
        self.entry = entry
        self.vector = vector
        self.team = team
        self.model = model
    }

    /// The vector's components as bytes, four of each, the lowest first.
    public var vectorBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(vector.space.dimension * 4)
        for component in vector.components {
            let bits = component.bitPattern
            for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
        }
        return bytes
    }

    /// Reads what an archive has. Its words are not shown to operators any more: whether they may be is not known of it.
    /// - Parameters:
    ///   - digest: what the answer is stored under.
    ///   - partition: the 32 bytes of its partition.
    ///   - tenant: ``CacheTenant/text`` of who shares it.
    ///   - embedder: the model of the vector's space.
    ///   - vectorBytes: the vector's components.
    /// - Returns: `nil` where any of it is not what was written.
    public init?(
        digest: CacheDigest,
        partition: [UInt8],
        tenant: String,
        text: String,
        embedder: String,
        vectorBytes: [UInt8],
        team: String?,
        model: String
    ) {
        guard let partition = PartitionKey(partition), let tenant = CacheTenant(text: tenant),
            vectorBytes.count.isMultiple(of: 4),
            let space = try? VectorSpace(model: embedder, dimension: vectorBytes.count / 4)
        else { return nil }
        let components = stride(from: 0, to: vectorBytes.count, by: 4).map { start in
            Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(vectorBytes[start + $1]) << UInt32(8 * $1) })
        }
        guard let vector = try? UnitVector(components, in: space) else { return nil }
        self.init(
            entry: SemanticEntry(digest: digest, partition: partition, tenant: tenant, text: text, mayBeShown: false),
            vector: vector,
            team: team,
            model: model
        )
    }
}

extension CacheTenant {
    /// Who it is, in a line: `team:dev`.
    public var text: String {
        switch self {
        case .shared: "shared"
        case .organization(let id): "organization:" + id
        case .team(let id): "team:" + id
        case .key(let id): "key:" + id
        case .anonymous: "anonymous"
        }
    }

    /// Reads what ``text`` has written.
    public init?(text: String) {
        switch text {
        case "shared": self = .shared
        case "anonymous": self = .anonymous
        default:
            guard let colon = text.firstIndex(of: ":") else { return nil }
            let id = String(text[text.index(after: colon)...])
            switch text[..<colon] {
            case "organization": self = .organization(id)
            case "team": self = .team(id)
            case "key": self = .key(id)
            default: return nil
            }
        }
    }
}
