extension NameFinder {
    /// A word in Latin letters.
    struct LatinWord {
        var range: Range<Int>
        /// In small letters, long vowels short as in the lists of Japanese names.
        var key: [UInt32]
        var kinds: WordKinds
        var isCapitalized: Bool
        var isAllCaps: Bool
        /// Whether ``key`` is not the word itself in small letters.
        var isShortened: Bool
    }

    static let stopWords = words(
        """
        the and for with from about your our this that his her their please thank thanks regards best dear hello hi hey \
        street st avenue ave road rd lane drive blvd inc ltd llc corp company co bank university college school hospital \
        january february march april may june july august september october november december monday tuesday wednesday \
        thursday friday saturday sunday team support service services group systems system data project product update \
        north south east west new city county state island park river lake mountain hotel airport station center centre \
        tokyo osaka kyoto nagoya japan america england france germany africa asia europe street is was has had will can \
        said to of in at on by or if as an it he she they we you i mr mrs ms dr prof sir madam account card number phone \
        yourname firstname lastname fullname username someone somebody anyone nobody \
        email mail address name id no date time order customer user bot agent invoice software cloud api model pro max mini
        """
    )

    private static let titles = ScalarWords(
        ["mr", "mrs", "ms", "miss", "dr", "prof", "professor", "doctor", "sir"].map(\.scalarValues)
    )
    private static let salutations = ScalarWords(["dear", "hi", "hello", "hey"].map(\.scalarValues))

    /// A name in Latin letters that begins at a place where a word does.
    func latinName(at start: Int) -> NameSpan? {
        // Of words in small letters only those count that introduce somebody (name, named, called) or close a letter.
        if text[start].isLower, !mayIntroduce(at: start), !mayClose(at: start) { return nil }
        guard var first = latinWord(at: start, isLookedUp: false) else { return nil }
        // TL;DR is no doctor.
        if Self.titles.contains(first.key), first.isCapitalized, text[start - 1] != 0x3B {
            var next = first.range.upperBound
            if text[next] == 0x2E { next += 1 }
            guard text[next] == 0x20, let named = capitalizedRun(at: next + 1, limit: 3) else { return nil }
            return NameSpan(range: named, score: 0.85, rule: "person-name.latin-title")
        }
        if Self.salutations.contains(first.key), first.isCapitalized, text[first.range.upperBound] == 0x20 {
            guard let named = capitalizedRun(at: first.range.upperBound + 1, limit: 3) else { return nil }
            let next = text[named.upperBound]
            guard next == 0x2C || next == 0x21 || next.isLineBreak || named.upperBound == text.count || next == 0x2D
            else { return nil }
            if named.count == 1 || text.scalars[named].allSatisfy({ !$0.isLatin }) { return nil }
            guard let word = latinWord(at: named.lowerBound), isPersonal(word) else { return nil }
            return NameSpan(range: named, score: 0.75, rule: "person-name.salutation")
        }
        if let signed = signature(first) { return signed }
        if let named = afterIntroduction(first) { return named }
        guard first.isCapitalized, !Self.stopWords.contains(first.key) else { return nil }
        if isPartOfAddress(first.range) { return nil }
        first.kinds = kinds(of: first)
        // Tanaka-san.
        if text[first.range.upperBound] == 0x2D, let honor = latinWord(at: first.range.upperBound + 1),
            ["san", "sama", "sensei", "kun", "chan"].contains(where: { $0.scalarValues == honor.key }),
            isPersonal(first)
        {
            return NameSpan(range: first.range, score: 0.85, rule: "person-name.romaji-honorific")
        }
        if let honored = honoredLatin(first) ?? addressee(at: start) ?? actor(first) { return honored }
        guard isPersonal(first) || isInitial(first.range) else {
            return afterUnknown(first) ?? afterUnknownGiven(first)
        }
        return fullLatinName(first) ?? givenNameAlone(first)
    }

    /// Whether a word in small letters may be name, named or called, by its first three letters.
    private func mayIntroduce(at start: Int) -> Bool {
        let third: UInt32
        switch text[start] {
        case 0x6E: third = 0x6D
        case 0x63: third = 0x6C
        default: return false
        }
        let second = text[start + 1]
        return (second.lowered == 0x61 || Self.plain(second) == 0x61) && text[start + 2].lowered == third
    }

    /// A given name alone in an English sentence: Kevin had given his address.
    private func givenNameAlone(_ word: LatinWord) -> NameSpan? {
        guard word.kinds.contains(.westernGiven), word.range.count > 3, !word.isAllCaps,
            !Self.wordsToo.contains(word.key)
        else { return nil }
        // Kevin: in a chat.
        if text[word.range.upperBound] == 0x3A, opensLine(word.range.lowerBound) {
            return NameSpan(range: word.range, score: 0.6, rule: "person-name.speaker")
        }
        guard isAmongLatin(word.range) else { return nil }
        return NameSpan(range: word.range, score: 0.55, rule: "person-name.given-alone")
    }

    /// Whether a line begins at a place, or its text behind a time in brackets: [9:15] Kevin:
    func opensLine(_ place: Int) -> Bool {
        let last = text[place - 1]
        return last == 0 || last.isLineBreak || last == 0x20 && text[place - 2] == 0x5D && text[place - 3].isDigit
    }

    /// Whether Latin text stands on both sides, or on one and a break on the other.
    private func isAmongLatin(_ range: Range<Int>) -> Bool {
        let last = text[range.lowerBound - 1]
        let next = text[range.upperBound]
        guard last == 0 || last == 0x20 || last.isLineBreak || last == 0x22,
            next == 0 || next == 0x20 || next == 0x2C || next == 0x2E || next == 0x27 || next == 0x3F || next == 0x3A
                || next == 0x21 || next.isLineBreak
        else { return false }
        var after = range.upperBound
        while text[after] == 0x20 || text[after] == 0x2C || text[after] == 0x2E || text[after] == 0x27 { after += 1 }
        // A capitalised word behind it makes it a part of some other name, unless a mark stands between.
        if next == 0x20, text[after].isUpper || text[after].isDigit { return false }
        var before = range.lowerBound - 1
        while text[before] == 0x20 || text[before] == 0x2C { before -= 1 }
        if last == 0x20, text[range.lowerBound - 2].isLatin {
            var start = range.lowerBound - 2
            while text[start - 1].isLatin { start -= 1 }
            let word = text.scalars[start..<range.lowerBound - 1].lazy.map(\.lowered)
            if text[start].isUpper, !Self.stopWords.contains(word) || Self.namesakes.contains(word) { return false }
        }
        return text[after].isLatin || text[before].isLatin
    }

    /// What is called like people: Hotel Marisol, Lake Victoria.
    private static let namesakes = ScalarWords(
        [
            "hotel", "lake", "park", "island", "river", "mountain", "street", "st", "bank", "college", "school",
            "hospital",
        ]
        .map(\.scalarValues)
    )

    static let wordsToo = words(
        """
        rose lily grace daisy poppy ruby pearl hazel amber violet jordan austin virginia victoria georgia charlotte sydney \
        florence paris will mark jack bill bobby frank jean jesse christian dolores carmen mason logan oscar \
        alexis madison beverly shirley terry randy crystal \
        carol dean grant summer chase hope faith max felix louis carlos roman diego antonio francisco santiago \
        sofia maria dora vera luna nova mercedes lexus marco kent 
        """
    )

    /// A given name and a surname, in either order.
    private func fullLatinName(_ first: LatinWord) -> NameSpan? {
        let start = first.range.lowerBound
        var next = first.range.upperBound
        if text[next] == 0x2E, isInitial(first.range) { next += 1 }
        if text[next] == 0x2C { next += 1 }
        guard text[next] == 0x20 else { return nil }
        next += 1
        // A middle name's initial.
        if text[next].isUpper, !isInitial(first.range) {
            if text[next + 1] == 0x2E, text[next + 2] == 0x20 {
                next += 3
            } else if text[next + 1] == 0x20, text[next + 2].isUpper {
                next += 2
            }
        }
        guard text[next].isUpper, let second = latinWord(at: next), second.range.count > 1,
            !Self.stopWords.contains(second.key)
        else { return nil }
        let isJapanese =
            first.kinds.contains(.romajiSurname) && second.kinds.contains(.romajiGiven)
            || first.kinds.contains(.romajiGiven) && second.kinds.contains(.romajiSurname)
        let hasComma = text[first.range.upperBound] == 0x2C
        if isJapanese {
            return NameSpan(range: start..<second.range.upperBound, score: 0.9, rule: "person-name.romaji")
        }
        if isInitial(first.range) {
            guard !second.kinds.isDisjoint(with: [.romajiSurname, .westernSurname]) else { return nil }
            return NameSpan(range: start..<second.range.upperBound, score: 0.65, rule: "person-name.romaji")
        }
        if hasComma || first.isAllCaps != second.isAllCaps && second.isAllCaps && second.range.count < 4 { return nil }
        if Self.things.contains(second.key) || isCompany(first, second)
            || text[second.range.upperBound] == 0x20 && text[second.range.upperBound + 1].isDigit
        {
            return nil
        }
        if first.kinds.contains(.westernGiven) || first.kinds.contains(.romajiGiven) {
            // Bill Payment, Rose Garden
            let isSurname = !second.kinds.isDisjoint(with: [.westernSurname, .romajiSurname, .westernGiven])
            if !isSurname, Self.wordsToo.contains(first.key) || Self.businessWords.contains(second.key) { return nil }
            var end = second.range.upperBound
            if text[end] == 0x2D, let third = latinWord(at: end + 1), third.isCapitalized {
                end = third.range.upperBound
            } else if text[end] == 0x20, let third = latinWord(at: end + 1), third.isCapitalized, !third.isAllCaps,
                third.kinds.contains(.westernSurname), !Self.businessWords.contains(third.key)
            {
                end = third.range.upperBound
            }
            return NameSpan(range: start..<end, score: isSurname ? 0.8 : 0.7, rule: "person-name.latin")
        }
        if first.kinds.contains(.romajiSurname), Self.looksJapanese(second.key), second.kinds.isEmpty,
            second.range.count > 3
        {
            return NameSpan(range: start..<second.range.upperBound, score: 0.6, rule: "person-name.romaji-shape")
        }
        return nil
    }

    /// Two capitalised words of which only the second is known: Hayate Suzuki.
    private func afterUnknown(_ first: LatinWord) -> NameSpan? {
        guard text[first.range.upperBound] == 0x20, text[first.range.upperBound + 1].isUpper, first.range.count > 2,
            first.kinds.isEmpty, Self.looksJapanese(first.key),
            let second = latinWord(at: first.range.upperBound + 1),
            !second.kinds.isDisjoint(with: [.romajiSurname, .romajiGiven]), second.range.count > 3,
            !Self.stopWords.contains(second.key)
        else { return nil }
        return NameSpan(
            range: first.range.lowerBound..<second.range.upperBound,
            score: 0.6,
            rule: "person-name.romaji-shape"
        )
    }

    /// My name is Rubija: what follows is a name, known or not.
    private func afterIntroduction(_ word: LatinWord) -> NameSpan? {
        guard Self.introducing.contains(word.key), text[word.range.upperBound] == 0x20 else { return nil }
        if word.key != Self.nameKey, isThing(before: word.range.lowerBound) { return nil }
        var next = word.range.upperBound + 1
        if let verb = latinWord(at: next, isLookedUp: false), Self.introducingVerbs.contains(verb.key),
            text[verb.range.upperBound] == 0x20
        {
            next = verb.range.upperBound + 1
        } else if word.key == Self.nameKey {
            return nil
        }
        guard let named = capitalizedRun(at: next, limit: 3), named.count > 2 else { return nil }
        return NameSpan(range: named, score: 0.75, rule: "person-name.introduction")
    }

    /// Whether the word before a place is a thing: a game called so, an app named so.
    private func isThing(before place: Int) -> Bool {
        guard text[place - 1] == 0x20 else { return false }
        let end = text[place - 2] == 0x2C ? place - 2 : place - 1
        var start = end
        while text[start - 1].isLatin, end - start < 12 { start -= 1 }
        return Self.calledThings.contains(text.scalars[start..<end].lazy.map(\.lowered))
    }

    private static let calledThings = ScalarWords(
        """
        ai app application bakery band bar blog book bot brand cafe chatbot city class club column command company concept \
        course device dish disease drug entity event exercise feature festival field file film firm folder framework function \
        game group hotel island journal key label language library magazine method mode model module movie newsletter one \
        organisation organization package page paper place plant play plugin policy poem procedure product program programme \
        project protocol recipe restaurant river robot rule script series server service ship shop show site software song \
        startup store street syndrome system table tag team technique theory thing tool town variable village website worksheet
        """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { String($0).scalarValues }
    )

    private static let nameKey = "name".scalarValues
    private static let introducing = ScalarWords(["name", "named", "called"].map(\.scalarValues))
    private static let introducingVerbs = ScalarWords(["is", "was"].map(\.scalarValues))

    /// What follows a person's given name in the names of streets and companies.
    static let things = words(
        """
        extensions extension union investments investment creek cliffs flat flats court square plaza heights hill hills park gardens \
        partners holdings industries technologies labs studio studios press records foundation institute award prize cup open tower \
        towers building house conference festival museum library theatre theater stadium field fields valley springs junction \
        crossing crossings ridge glen isle islands points point port ports pass path pines plains ranch rapids route row run shoals \
        shore shores spur station stream summit terrace trace track trail tunnel turnpike underpass view village ville vista walk way \
        wells motorway mountain mountains orchard oval overpass parkway manor meadow meadows mews mill mills mission neck mall light \
        lights loaf lock locks lodge loop knoll knolls keys key inlet harbor haven grove groves green greens forge forges fork forks \
        fort freeway forest estate estates drive dam dale curve cove course corners corner common commons club cliff circle causeway \
        cape canyon camp bypass brook brooks bridge branch bottom bluff bluffs burg bend beach bayou
        """
    )
    private static let streetWords = ScalarWords(
        ["rua", "avenida", "avda", "calle", "rue", "via", "strada", "plaza", "praça", "st"].map(\.scalarValues)
    )

    /// Whether a word stands in a street's name: behind a house number or a word for street.
    private func isPartOfAddress(_ range: Range<Int>) -> Bool {
        guard text[range.lowerBound - 1] == 0x20 else { return false }
        var end = range.lowerBound - 1
        if text[end - 1].isDigit { return true }
        if text[end - 1] == 0x2E { end -= 1 }
        var start = end
        while text[start - 1].isLatin, end - start < 10 { start -= 1 }
        return Self.streetWords.contains(text.scalars[start..<end].lazy.map(\.lowered))
    }

    func isPersonal(_ word: LatinWord) -> Bool {
        !word.kinds.isDisjoint(with: [.romajiSurname, .romajiGiven, .westernGiven])
    }

    func isInitial(_ range: Range<Int>) -> Bool {
        range.count == 1 && text[range.lowerBound].isUpper && text[range.upperBound] == 0x2E
    }

    /// Up to some capitalised words in a row.
    func capitalizedRun(at start: Int, limit: Int) -> Range<Int>? {
        var end = start
        var next = start
        var words = 0
        while words < limit, text[next].isUpper, let word = latinWord(at: next, isLookedUp: false),
            words == 0 || !Self.stopWords.contains(word.key)
        {
            if word.range.count == 1, text[word.range.upperBound] == 0x2E {
                end = word.range.upperBound + 1
            } else {
                end = word.range.upperBound
            }
            words += 1
            guard text[end] == 0x20 || text[end] == 0x2D || text[end] == 0x27 else { break }
            next = end + 1
        }
        while end > start, text[end - 1] == 0x2E || text[end - 1] == 0x20 { end -= 1 }
        guard end > start, let first = latinWord(at: start, isLookedUp: false), !Self.stopWords.contains(first.key)
        else { return nil }
        return start..<end
    }

    /// The word that begins at a place.
    /// - Parameter isLookedUp: whether its kinds are wanted.
    func latinWord(at start: Int, isLookedUp: Bool = true) -> LatinWord? {
        guard text[start].isLatin else { return nil }
        var end = start
        var key: [UInt32] = []
        key.reserveCapacity(12)
        var isAllCaps = true
        var isShortened = false
        while text[end].isLatin || text[end] == 0x27 && text[end + 1].isUpper, end - start < 24 {
            let lowered = text[end].lowered
            if text[end].isLower { isAllCaps = false }
            let isLong = (lowered == 0x75 || lowered == 0x6F) && key.last == 0x6F || lowered == 0x75 && key.last == 0x75
            let short = lowered < 0x80 ? lowered : Self.plain(lowered)
            isShortened = isShortened || isLong || short != lowered
            if !isLong { key.append(short) }
            end += 1
        }
        if text[end].isDigit || text[end] == 0x5F || text[end] == 0x40 { return nil }
        var word = LatinWord(
            range: start..<end,
            key: key,
            kinds: [],
            isCapitalized: text[start].isUpper,
            isAllCaps: isAllCaps,
            isShortened: isShortened
        )
        if isLookedUp { word.kinds = kinds(of: word) }
        return word
    }

    /// What the lists say of a word.
    private func kinds(of word: LatinWord) -> WordKinds {
        let kinds = resources.words.kinds(of: word.key)
        if !kinds.isEmpty { return kinds }
        if word.isShortened {
            // Western names keep their double letters.
            let kinds = resources.words.kinds(of: text.scalars[word.range].lazy.map(Self.plain))
            if !kinds.isEmpty { return kinds }
        }
        // 大野 is Ohno as well.
        guard let place = word.key.firstIndex(of: 0x68), place > 0, word.key[place - 1] == 0x6F else { return [] }
        var short = word.key
        short.remove(at: place)
        return resources.words.kinds(of: short).intersection([.romajiSurname, .romajiGiven])
    }

    /// The letters of U+00C0 to U+017F without their accents.
    private static let plainLetters = """
        aaaaaaaceeeeiiiidnoooooxouuuuytsaaaaaaaceeeeiiiidnoooooxouuuuytyaaaaaaccccccccddddeeeeeeeeeegggg\
        gggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs
        """.scalarValues

    /// A letter without its accent, small.
    static func plain(_ scalar: UInt32) -> UInt32 {
        let index = Int(scalar) - 0xC0
        return index >= 0 && index < plainLetters.count ? plainLetters[index] : scalar.lowered
    }

    /// Whether a word in small letters could be romanised Japanese: consonant and vowel in turn.
    static func looksJapanese(_ word: [UInt32]) -> Bool {
        var index = 0
        var syllables = 0
        while index < word.count {
            var consonants = 0
            while index < word.count, !vowels.contains(word[index]) {
                guard japaneseConsonants.contains(word[index]) else { return false }
                consonants += 1
                index += 1
            }
            if index == word.count { return consonants == 1 && word.last == 0x6E && syllables > 0 }
            guard consonants <= 3 else { return false }
            syllables += 1
            index += 1
        }
        return syllables > 1
    }

    private static let vowels = ScalarSet("aiueo".scalarValues)
    private static let japaneseConsonants = ScalarSet("kgsztdnhbpmyrwfjc".scalarValues)
}
