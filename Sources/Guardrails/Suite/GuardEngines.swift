import Synchronization

/// The scanners that every configuration shares: their patterns are compiled once in a process, on the first use.
enum GuardEngines {
    private struct Made {
        var personalData: Scanner?
        var secrets: Scanner?
        var scorer: InjectionScorer?
    }

    private static let made = Mutex(Made())

    /// Personal data and secrets.
    /// - Throws: ``PatternError``
    static func personalData() throws -> Scanner {
        try made.withLock { made in
            if let known = made.personalData { return known }
            let scanner = try Scanner(BuiltInDetectors.all())
            made.personalData = scanner
            return scanner
        }
    }

    /// Secrets alone.
    /// - Throws: ``PatternError``
    static func secrets() throws -> Scanner {
        try made.withLock { made in
            if let known = made.secrets { return known }
            let scanner = try Scanner([SecretDetector()])
            made.secrets = scanner
            return scanner
        }
    }

    /// Injection.
    /// - Throws: ``InjectionError`` or ``PatternError``
    static func scorer() throws -> InjectionScorer {
        try made.withLock { made in
            if let known = made.scorer { return known }
            let scorer = try InjectionScorer()
            made.scorer = scorer
            return scorer
        }
    }
}
