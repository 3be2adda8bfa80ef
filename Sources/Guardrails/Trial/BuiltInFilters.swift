import Synchronization

/// The built-in filters by themselves, with the memory that one thread needs to run them.
public final class BuiltInFilters: Sendable {
    private let scanner: Scanner
    private let scratch: Mutex<PatternScratch?>
    private let scorer: InjectionScorer
    private let injectionScratch: Mutex<InjectionScratch>

    /// The filters, whose patterns are compiled once in a process.
    /// - Throws: ``PatternError`` or ``InjectionError``, where the built-in patterns do not compile.
    public init() throws {
        scanner = try GuardEngines.personalData()
        scorer = try GuardEngines.scorer()
        scratch = Mutex(try scanner.makeScratch())
        injectionScratch = Mutex(try scorer.makeScratch())
    }

    /// What is found in each text, overlapping findings and unsure ones too.
    /// - Throws: ``PatternError``
    public func scan(_ tried: TriedTexts) throws -> [[Finding]] {
        try scratch.withLock { scratch in
            try tried.texts.map {
                try scanner.scan($0.bytes, context: ScanContext(origin: $0.origin), using: scratch)
            }
        }
    }

    /// How much the texts together look like an attack on a model's instructions. The place of a reason is one of the texts.
    /// - Throws: ``PatternError`` or ``InjectionError``
    public func injection(_ tried: TriedTexts) throws -> InjectionVerdict {
        let normalizer = Normalizer()
        let texts = tried.texts.map {
            ScoredText(normalizer.normalize($0.bytes), ScanContext(origin: $0.origin))
        }
        return try injectionScratch.withLock { try scorer.score(texts, using: $0) }
    }
}
