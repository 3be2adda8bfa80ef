import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// MeCab with IPADIC, where it is installed: the library is opened at run time, nothing links it.
///
/// A model and its tagger may be shared by threads; each analysis has a lattice of its own (MeCab's documentation,
/// "Multi-threaded use"). Idle lattices are kept for the next one. `@unchecked Sendable`: the pointers are written once, in
/// the initialiser, and lattices only change hands under the lock.
final class MorphologicalAnalyzer: @unchecked Sendable {
    /// A word of a text.
    struct Token {
        /// Where it stands, in bytes of what was analysed.
        var range: Range<Int>
        /// IPADIC's number of its part of speech.
        var partOfSpeech: Int
        /// Whether the dictionary holds it; else its part of speech is a guess.
        var isKnown: Bool
    }

    /// IPADIC's numbers (`pos-id.def`).
    enum PartOfSpeech {
        static let person = 42
        static let surname = 43
        static let given = 44
        static let personSuffix = 55
        /// 簿, 係: makes a noun of a noun.
        static let nounSuffix = 51
        /// Nouns that verbs are made of, and all others that are no names.
        static let commonNouns = [36, 38]
    }

    private typealias NewModel = @convention(c) (UnsafePointer<CChar>) -> OpaquePointer?
    private typealias NewPart = @convention(c) (OpaquePointer) -> OpaquePointer?
    private typealias SetSentence = @convention(c) (OpaquePointer, UnsafePointer<CChar>, Int) -> Void
    private typealias Parse = @convention(c) (OpaquePointer, OpaquePointer) -> Int32
    private typealias FirstNode = @convention(c) (OpaquePointer) -> UnsafeRawPointer?
    private typealias Destroy = @convention(c) (OpaquePointer) -> Void

    private let model: OpaquePointer
    private let tagger: OpaquePointer
    private let newLattice: NewPart
    private let setSentence: SetSentence
    private let parse: Parse
    private let firstNode: FirstNode
    private let destroyLattice: Destroy
    private let destroyTagger: Destroy
    private let destroyModel: Destroy
    private let idle = Mutex<[UInt]>([])

    private static let idleLimit = 64
    /// MeCab's own settings first, then where distributions put the dictionary.
    private static let settings = [
        "", "-r /dev/null -d /var/lib/mecab/dic/ipadic-utf8", "-r /dev/null -d /usr/lib/mecab/dic/ipadic-utf8",
        "-r /dev/null -d /usr/share/mecab/dic/ipadic-utf8", "-r /dev/null -d /usr/local/lib/mecab/dic/ipadic",
    ]

    /// Opens the library and a dictionary; `nil` where one of them is missing or is not IPADIC in UTF-8.
    init?() {
        guard let library = dlopen("libmecab.so.2", RTLD_NOW | RTLD_LOCAL) ?? dlopen("libmecab.2.dylib", RTLD_NOW)
        else {
            return nil
        }
        func symbol<T>(_ name: String, as type: T.Type) -> T? {
            dlsym(library, name).map { unsafeBitCast($0, to: type) }
        }
        guard let newModel = symbol("mecab_model_new2", as: NewModel.self),
            let newTagger = symbol("mecab_model_new_tagger", as: NewPart.self),
            let newLattice = symbol("mecab_model_new_lattice", as: NewPart.self),
            let setSentence = symbol("mecab_lattice_set_sentence2", as: SetSentence.self),
            let parse = symbol("mecab_parse_lattice", as: Parse.self),
            let firstNode = symbol("mecab_lattice_get_bos_node", as: FirstNode.self),
            let destroyLattice = symbol("mecab_lattice_destroy", as: Destroy.self),
            let destroyTagger = symbol("mecab_destroy", as: Destroy.self),
            let destroyModel = symbol("mecab_model_destroy", as: Destroy.self)
        else { return nil }
        self.newLattice = newLattice
        self.setSentence = setSentence
        self.parse = parse
        self.firstNode = firstNode
        self.destroyLattice = destroyLattice
        self.destroyTagger = destroyTagger
        self.destroyModel = destroyModel
        var made: (model: OpaquePointer, tagger: OpaquePointer)?
        for setting in Self.settings {
            guard let model = newModel(setting) else { continue }
            guard let tagger = newTagger(model) else {
                destroyModel(model)
                continue
            }
            // Another dictionary has other numbers, another encoding knows no such word.
            let sample = Array("鈴木太郎様".utf8)
            let lattice = newLattice(model)
            let tokens = lattice.map { Self.tokens(of: sample[...], tagger, $0, setSentence, parse, firstNode) } ?? []
            if let lattice { destroyLattice(lattice) }
            let expected = [PartOfSpeech.surname, PartOfSpeech.given, PartOfSpeech.personSuffix]
            if tokens.map(\.partOfSpeech) == expected {
                made = (model, tagger)
                break
            }
            destroyTagger(tagger)
            destroyModel(model)
        }
        guard let made else { return nil }
        model = made.model
        tagger = made.tagger
    }

    deinit {
        let lattices = idle.withLock { $0 }
        for lattice in lattices { OpaquePointer(bitPattern: lattice).map(destroyLattice) }
        destroyTagger(tagger)
        destroyModel(model)
    }

    /// The words of a text without line breaks.
    /// - Parameter text: UTF-8; ranges are relative to its beginning.
    func tokens(of text: ArraySlice<UInt8>) -> [Token] {
        let kept = idle.withLock { $0.popLast() }.flatMap { OpaquePointer(bitPattern: $0) }
        guard let lattice = kept ?? newLattice(model) else { return [] }
        defer {
            let isKept = idle.withLock { lattices in
                guard lattices.count < Self.idleLimit else { return false }
                lattices.append(UInt(bitPattern: lattice))
                return true
            }
            if !isKept { destroyLattice(lattice) }
        }
        return Self.tokens(of: text, tagger, lattice, setSentence, parse, firstNode)
    }

    private static func tokens(
        of text: ArraySlice<UInt8>,
        _ tagger: OpaquePointer,
        _ lattice: OpaquePointer,
        _ setSentence: SetSentence,
        _ parse: Parse,
        _ firstNode: FirstNode
    ) -> [Token] {
        text.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return [] }
            setSentence(lattice, base.assumingMemoryBound(to: CChar.self), bytes.count)
            guard parse(tagger, lattice) != 0, var node = firstNode(lattice) else { return [] }
            var tokens: [Token] = []
            while true {
                // mecab_node_t: next at 8, surface at 48, length at 68, posid at 76, stat at 79 (mecab.h, 64 bits).
                guard let next = node.load(fromByteOffset: 8, as: UnsafeRawPointer?.self) else { break }
                node = next
                let kind = node.load(fromByteOffset: 79, as: UInt8.self)
                if kind > 1 { continue }
                guard let surface = node.load(fromByteOffset: 48, as: UnsafeRawPointer?.self) else { continue }
                let start = surface - base
                let length = Int(node.load(fromByteOffset: 68, as: UInt16.self))
                guard start >= 0, start + length <= bytes.count else { continue }
                tokens.append(
                    Token(
                        range: start..<start + length,
                        partOfSpeech: Int(node.load(fromByteOffset: 76, as: UInt16.self)),
                        isKnown: kind == 0
                    )
                )
            }
            return tokens
        }
    }
}
