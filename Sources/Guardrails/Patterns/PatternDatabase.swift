import CVectorscan

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Many patterns as one automaton: a text is read once, in time linear in its length, whatever the patterns are.
///
/// `@unchecked Sendable`: the database is not changed once it is compiled, and Vectorscan lets any number of threads read
/// one ("Scratch Space", Vectorscan's developer reference); what a scan writes to is the caller's ``PatternScratch``.
public final class PatternDatabase: @unchecked Sendable {
    private let database: OpaquePointer
    /// How many patterns it holds.
    public let count: Int
    /// Whether patterns may match a text without characters.
    private let matchesEmpty: Bool

    /// Compiles patterns.
    /// - Parameter patterns: a match tells a pattern by its index here.
    /// - Throws: ``PatternError``
    public init(_ patterns: [Pattern]) throws {
        let expressions = patterns.map { strdup($0.expression) }
        defer { for expression in expressions { free(expression) } }
        let pointers = expressions.map { UnsafePointer($0) }
        var compiled: OpaquePointer?
        var failure: UnsafeMutablePointer<hs_compile_error_t>?
        let result = hs_compile_multi(
            pointers,
            patterns.map(\.flags),
            patterns.indices.map { UInt32(truncatingIfNeeded: $0) },
            UInt32(truncatingIfNeeded: patterns.count),
            UInt32(HS_MODE_BLOCK),
            nil,
            &compiled,
            &failure
        )
        defer { hs_free_compile_error(failure) }
        if let failure, result != HS_SUCCESS {
            let index = Int(failure.pointee.expression)
            throw PatternError.invalid(
                expression: patterns.indices.contains(index) ? patterns[index].expression : "",
                reason: failure.pointee.message.map { String(cString: $0) } ?? ""
            )
        }
        guard let compiled else { throw PatternError.engine(code: result) }
        database = compiled
        count = patterns.count
        matchesEmpty = patterns.contains(where: \.matchesEmpty)
    }

    deinit { hs_free_database(database) }

    /// The working memory for scans of this database, for one thread at a time.
    /// - Throws: ``PatternError``
    public func makeScratch() throws -> PatternScratch {
        var scratch: OpaquePointer?
        let result = hs_alloc_scratch(database, &scratch)
        guard let scratch else { throw PatternError.engine(code: result) }
        return PatternScratch(scratch)
    }

    /// Finds every match.
    /// - Parameters:
    ///   - bytes: the text.
    ///   - scratch: made by this database.
    ///   - limit: the most matches that may be found.
    ///   - matches: gets the matches behind what it holds, in the order of their ends.
    /// - Throws: ``PatternError``; ``PatternError/tooManyMatches`` where there are more than the limit.
    public func scan(
        _ bytes: [UInt8],
        using scratch: PatternScratch,
        limit: Int = .max,
        into matches: inout [PatternMatch]
    ) throws {
        guard !bytes.isEmpty || matchesEmpty else { return }
        guard bytes.count <= UInt32.max else { throw PatternError.tooLong }
        var sink = Sink(matches: [], limit: limit)
        swap(&sink.matches, &matches)
        // The engine wants an address even where there is nothing to read.
        let length = UInt32(bytes.count)
        let text = bytes.isEmpty ? [0] : bytes
        let result = withUnsafeMutablePointer(to: &sink) { sink in
            text.withUnsafeBytes { text in
                hs_scan(
                    database,
                    text.baseAddress?.assumingMemoryBound(to: CChar.self),
                    length,
                    0,
                    scratch.pointer,
                    { pattern, from, to, _, context in
                        guard let sink = context?.assumingMemoryBound(to: Sink.self) else { return 1 }
                        guard sink.pointee.matches.count < sink.pointee.limit else { return 1 }
                        sink.pointee.matches.append(
                            PatternMatch(
                                pattern: Int(pattern),
                                start: Int(truncatingIfNeeded: from),
                                end: Int(truncatingIfNeeded: to)
                            )
                        )
                        return 0
                    },
                    sink
                )
            }
        }
        swap(&sink.matches, &matches)
        if result == HS_SCAN_TERMINATED { throw PatternError.tooManyMatches }
        guard result == HS_SUCCESS else { throw PatternError.engine(code: result) }
    }

    /// Where matches go while the engine runs.
    private struct Sink {
        var matches: [PatternMatch]
        let limit: Int
    }
}

extension Pattern {
    fileprivate var flags: UInt32 {
        var flags = UInt32(HS_FLAG_DOTALL)
        if isCaseInsensitive { flags |= UInt32(HS_FLAG_CASELESS) }
        if matchesEmpty { flags |= UInt32(HS_FLAG_ALLOWEMPTY) }
        if isUnicode { flags |= UInt32(HS_FLAG_UTF8 | HS_FLAG_UCP) }
        if matchesOnce {
            flags |= UInt32(HS_FLAG_SINGLEMATCH)
        } else if reportsStart {
            flags |= UInt32(HS_FLAG_SOM_LEFTMOST)
        }
        return flags
    }
}
