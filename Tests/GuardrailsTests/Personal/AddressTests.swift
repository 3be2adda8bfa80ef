import Testing

@testable import Guardrails

@Suite struct AddressTests {
    private static let scanner = Result {
        try Scanner([NameAndAddressDetector(resources: NameResources(tier: .builtIn))])
    }

    static let addresses = [
        "東京都渋谷区道玄坂1-2-3", "東京都千代田区丸の内一丁目二番三号", "東京都港区六本木6丁目10番1号 森タワー30階", "神奈川県横浜市西区みなとみらい2-2-1", "大阪府大阪市北区梅田3丁目1番3号",
        "渋谷区道玄坂1-2-3", "横浜市西区みなとみらい2-3-5", "京都市中京区寺町通御池上る上本能寺前町488番地", "京都府京都市下京区烏丸通七条下る東塩小路町721-1",
        "北海道札幌市中央区北1条西2丁目", "札幌市北区北七条西4丁目3番地1", "北海道旭川市6条通9丁目", "広島県安芸郡府中町大須2-1-3", "長野県北佐久郡軽井沢町長倉1234番地",
        "沖縄県那覇市久茂地3-3-16 コーポ青葉201号室", "福岡県福岡市博多区博多駅前4丁目3番22号 サンライズ東 203", "茨城県つくば市吾妻1丁目1番地1",
        "埼玉県さいたま市大宮区桜木町1-7-5 ソニックシティビル12F",
        "鳥取県米子市明治町1023", "東京都 新宿区 西新宿2-8-1", "愛知県豊田市小坂本町50番地の2",
    ]

    static let places = [
        "東京都の条例が改正されました。", "渋谷区と港区の店舗を統合します。", "大阪の店舗は改装中です。", "東京都港区で3件の申し込み", "長野市内の配送は翌日になります。", "横浜市では2026年に開催",
        "東京都千代田区に本社を置く",
        "京都市内のホテルは満室", "第2四半期の売上は前年比103%", "3丁目の交差点", "名古屋市の人口は230万人", "新宿区西新宿に2026年4月に開店",
    ]

    private func found(in text: String) throws -> [String] {
        let scanner = try Self.scanner.get()
        let bytes = Array(text.utf8)
        return try scanner.scan(bytes, context: ScanContext(), using: scanner.makeScratch())
            .filter { $0.type == .addressJP && $0.score >= 0.5 }
            .map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }

    @Test(arguments: addresses)
    func `an address runs from its prefecture or municipality to the room`(address: String) throws {
        #expect(try found(in: address) == [address])
        #expect(try found(in: "〒150-0043 \(address)\n電話：03-1234-5678") == [address])
        #expect(try found(in: "住所は\(address)です。") == [address])
        #expect(try found(in: "\"address\": \"\(address)\", \"x\": 1") == [address])
    }

    @Test(arguments: places)
    func `places are no addresses`(text: String) throws {
        #expect(try found(in: text).isEmpty)
    }

    @Test func `a form's address needs no block`() throws {
        #expect(try found(in: "本籍：東京都千代田区永田町\n") == ["東京都千代田区永田町"])
        #expect(try found(in: "住所：道玄坂1-2-3\n") == ["道玄坂1-2-3"])
    }

    @Test func `a building may stand on the next line of a signature`() throws {
        #expect(try found(in: "東京都千代田区丸の内1-2-3\n青葉ビル5F\nTEL 03-1234-5678") == ["東京都千代田区丸の内1-2-3\n青葉ビル5F"])
        #expect(try found(in: "東京都千代田区丸の内1-2-3\n総務部 御中") == ["東京都千代田区丸の内1-2-3"])
    }

    @Test(arguments: ["072-000-0000", "0743-00-0000", "090-0000-0000", "03-0000-0000 さくらビル"])
    func `a telephone number behind an address is no room`(number: String) throws {
        #expect(try found(in: "佐伯みどり 兵庫県川西市見本町1-2-3 \(number)\n") == ["兵庫県川西市見本町1-2-3"])
        #expect(try found(in: "兵庫県川西市見本町1-2-3 さくらハイツ203 \(number)") == ["兵庫県川西市見本町1-2-3 さくらハイツ203"])
    }

    @Test func `the space behind an address is not the address`() throws {
        #expect(try found(in: "奈良県生駒市例示台4-5 まで") == ["奈良県生駒市例示台4-5"])
    }

    @Test func `no name is found inside an address`() throws {
        let scanner = try Self.scanner.get()
        let found = try scanner.scan(
            Array("東京都港区三田1-2-3 佐藤ビル2階".utf8),
            context: ScanContext(),
            using: scanner.makeScratch()
        )
        #expect(found.map(\.type) == [.addressJP])
    }
}
