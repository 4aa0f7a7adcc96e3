using Orders.Functions.Documents;
using Orders.Functions.Domain.Ordering;
using UglyToad.PdfPig;

namespace Integration.Tests.Documents;

public sealed class LabelPrinterTests : IDisposable
{
    private readonly LabelPrinter _printer = new();

    private static readonly LabelContent _label = new()
    {
        Carrier = "Sandbox Carrier",
        CarrierContact = "support@carrier.example",
        Waybill = "SBX000000000017",
        OrderNumber = "R-7K3Q9-M2XWD",
        ParcelNumber = 2,
        Parcels = 3,
        Class = ShippingClass.Express,
        WeightGrams = 540,
        ShipDate = new(2026, 11, 30),
        Sender = ["Orders", "1 Warehouse Road", "Shenzhen 518000", "China"],
        ShipTo = new("李雷", "+8613800138000", "CN", "广东省", "深圳市", "科技园路 1 号", "创新大厦 3 层", "518000"),
    };

    [Fact]
    public void Label_is_one_page_of_100_by_150_mm()
    {
        using var pdf = PdfDocument.Open(_printer.Print(_label));

        var page = Assert.Single(pdf.GetPages());
        Assert.Equal(100 / 25.4 * 72, page.Width, 0.5);
        Assert.Equal(150 / 25.4 * 72, page.Height, 0.5);
    }

    [Fact]
    public void Label_reads_back_with_its_chinese_text()
    {
        var text = LabelText.Of(_printer.Print(_label));

        Assert.All(
            [
                "SBX000000000017",
                "李雷",
                "+8613800138000",
                "广东省深圳市",
                "科技园路1号",
                "创新大厦3层",
                "518000",
                "CHINA",
                "R-7K3Q9-M2XWD",
                "Parcel2of3",
                "Shipdate2026-11-30",
                "Orders,1WarehouseRoad,Shenzhen518000,China",
                "EXPRESS",
                "0.54kg",
                "support@carrier.example",
            ],
            expected => Assert.Contains(expected, text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Label_embeds_no_more_of_the_font_than_it_writes()
    {
        var plain = _printer.Print(_label);
        var full = _printer.Print(
            _label with
            {
                ShipTo = _label.ShipTo with { Line1 = string.Concat(Enumerable.Range('一', 200).Select(c => (char)c)) },
            }
        );

        Assert.InRange(plain.Length, 1, 40_000);
        Assert.InRange(full.Length, plain.Length, 150_000);
    }

    [Theory]
    [InlineData("长")]
    [InlineData("⻓")]
    [InlineData("長与车⻋")]
    [InlineData("🄐 座")]
    [InlineData("Þórður Ñ")]
    public void Rare_and_similar_characters_read_back_as_they_were_written(string recipient) =>
        Assert.Contains(
            recipient.Replace(" ", "", StringComparison.Ordinal),
            LabelText.Of(_printer.Print(_label with { ShipTo = _label.ShipTo with { Recipient = recipient } })),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("Łódź, ul. Żwirki i Wigury 1")]
    [InlineData("м. Київ, вул. Ґалаґана, Їжак")]
    [InlineData("서울특별시 강남구 테헤란로")]
    [InlineData("臺灣高雄市鹽埕區 “大智路”")]
    [InlineData("東京都渋谷区さくら丘町")]
    [InlineData("Đường Nguyễn Huệ")]
    [InlineData("Αθήνα, Ερμού 5")]
    [InlineData("Praha, náměstí Jiřího z Poděbrad, Třeboň")]
    [InlineData("Győr, Árpád fejedelem útja, Hűvösvölgy")]
    [InlineData("București, Șoseaua Ștefan cel Mare, Țara")]
    [InlineData("вул. Ґонти, Єва, Їжакевича, і")]
    [InlineData("ﾄｳｷｮｳ ガギグ, トーキョー")]
    [InlineData("𠮷野家 𡈽屋 𨋢")]
    [InlineData("İstanbul, Kadıköy, Şişli, Ğ")]
    [InlineData("Ћирилица, Љубљана, Џ")]
    public void Every_script_of_a_customer_is_printed(string line)
    {
        var text = LabelText.Of(_printer.Print(_label with { ShipTo = _label.ShipTo with { Line1 = line } }));

        AssertNoBox(line);
        Assert.Contains(line.Replace(" ", "", StringComparison.Ordinal), text, StringComparison.Ordinal);
    }

    /// <summary>Whatever joins, stacks or runs from right to left.</summary>
    [Theory]
    [InlineData("กรุงเทพมหานคร ถนนสุขุมวิท")]
    [InlineData("שדרות רוטשילד תל אביב")]
    [InlineData("شارع الملك فهد")]
    [InlineData("خیابان آزادی، پلاک ۱۲")]
    [InlineData("گلی نمبر ۵، لاہور")]
    [InlineData("दिल्ली क्षेत्र")]
    [InlineData("ঢাকা, ধানমন্ডি ক্ষেত্র")]
    [InlineData("சென்னை, அண்ணா சாலை")]
    [InlineData("హైదరాబాద్, బంజారా హిల్స్")]
    [InlineData("ಬೆಂಗಳೂರು, ಮಹಾತ್ಮ ಗಾಂಧಿ ರಸ್ತೆ")]
    [InlineData("തിരുവനന്തപുരം, കേരളം")]
    [InlineData("અમદાવાદ, ગુજરાત")]
    [InlineData("ਅੰਮ੍ਰਿਤਸਰ, ਪੰਜਾਬ")]
    [InlineData("ଭୁବନେଶ୍ୱର, ଓଡ଼ିଶା")]
    [InlineData("කොළඹ, ශ්‍රී ලංකාව")]
    [InlineData("ວຽງຈັນ, ຖະໜົນລ້ານຊ້າງ")]
    [InlineData("ភ្នំពេញ, ផ្លូវព្រះសីហនុ")]
    [InlineData("ရန်ကုန်မြို့၊ ဗိုလ်ချုပ်လမ်း")]
    [InlineData("თბილისი, რუსთაველის გამზირი")]
    [InlineData("Երևան, Աբովյան փողոց")]
    [InlineData("አዲስ አበባ፣ ቦሌ")]
    [InlineData("މާލެ، މަޖީދީ މަގު")]
    public void Joined_and_right_to_left_scripts_are_printed_whole(string line)
    {
        var label = _printer.Print(_label with { ShipTo = _label.ShipTo with { Line1 = line } });
        var text = LabelText.Of(label);

        // Letters stand on the page from left to right, whichever way they are read.
        Assert.All(
            line.EnumerateRunes().Where(rune => rune.Value is not (' ' or 0x200D)),
            rune => Assert.Contains(rune.ToString(), text, StringComparison.Ordinal)
        );
        Assert.InRange(label.Length, 1, 60_000);
        AssertNoBox(line);
    }

    [Theory]
    [InlineData("شارع 12 الملك", "الملك |12| شارع")]
    [InlineData("Tel תל אביב 5", "Tel |5| תל אביב")]
    [InlineData("רחוב תל אביב 5, דירה (3)", "(|3| דירה ,|5|רחוב תל אביב )")]
    public void Line_of_two_directions_stands_as_the_bidi_algorithm_says(string text, string expected)
    {
        using var fonts = new LabelFonts();

        var line = fonts.Shape(TextLine.Of(text), 5);

        Assert.Equal(Letters(expected), Letters(string.Join('|', line.Runs.Select(run => run.Text))));
        Assert.Equal(line.Width, line.Runs[^1].Left + line.Runs[^1].Shaped.Width, 0.01);

        static IEnumerable<string> Letters(string runs) =>
            runs.Split('|').Select(run => string.Concat(run.Where(char.IsLetterOrDigit))).Where(run => run.Length > 0);
    }

    [Theory]
    [InlineData("۱۲۳")]
    [InlineData("١٢٣ شارع")]
    [InlineData("،")]
    [InlineData("ُ")]
    public void Digits_and_signs_of_a_script_from_right_to_left_are_printed(string line)
    {
        using var fonts = new LabelFonts();
        var digits = line.Where(char.IsDigit).ToArray();

        var drawn = fonts
            .Shape(TextLine.Of(line), 5)
            .Runs.Where(run => run.Text.Any(char.IsDigit))
            .SelectMany(run => run.Glyphs.Take(digits.Length));

        Assert.NotEmpty(_printer.Print(_label with { ShipTo = _label.ShipTo with { Line1 = line } }));
        Assert.Equal(digits.Select(digit => fonts.Shape(TextLine.Of(digit.ToString()), 5).Runs[0].Glyphs[0]), drawn.Take(digits.Length));
    }

    [Fact]
    public void Scripts_of_one_font_are_shaped_apart()
    {
        using var fonts = new LabelFonts();

        var mixed = fonts.Shape(TextLine.Of("Huệ दिल्ली"), 5).Runs;

        Assert.Equal(["Huệ ", "दिल्ली"], mixed.Select(run => run.Text));
        Assert.Equal(Assert.Single(fonts.Shape(TextLine.Of("दिल्ली"), 5).Runs).Glyphs, mixed[1].Glyphs);
    }

    [Fact]
    public void Character_that_no_font_has_is_an_empty_box()
    {
        using var fonts = new LabelFonts();

        Assert.Equal(0, Assert.Single(Assert.Single(fonts.Shape(TextLine.Of("\uE000"), 5).Runs).Glyphs));
        Assert.True(_printer.Print(_label with { ShipTo = _label.ShipTo with { Recipient = "\uE000" } }).Length < 40_000);
    }

    [Fact]
    public void Bars_on_the_page_read_back_as_the_waybill()
    {
        using var pdf = PdfDocument.Open(_printer.Print(_label));

        Assert.Equal(_label.Waybill, Code128Reader.Read(LabelBars.Of(pdf.GetPage(1))));
    }

    [Fact]
    public void Letters_are_set_one_width_apart()
    {
        // Without a pair that the font draws together, as it does "r.".
        var label = _label with
        {
            CarrierContact = "support@carriesupport",
        };
        using var pdf = PdfDocument.Open(_printer.Print(label));
        var letters = pdf.GetPage(1).Letters;
        var contact = letters
            .Skip(string.Concat(letters.Select(letter => letter.Value)).IndexOf("support@", StringComparison.Ordinal))
            .ToList();

        Assert.Equal(label.CarrierContact.Length, contact.Count);
        Assert.All(
            contact.Zip(contact.Skip(1)),
            pair => Assert.Equal(pair.First.Width, pair.Second.Location.X - pair.First.Location.X, 0.1)
        );
    }

    [Fact]
    public void Long_address_is_wrapped_not_cut()
    {
        var line = string.Concat(Enumerable.Repeat("这个地址不短", 40));

        var text = LabelText.Of(_printer.Print(_label with { ShipTo = _label.ShipTo with { Line1 = line } }));

        Assert.Contains(line, text, StringComparison.Ordinal);
    }

    /// <summary>At the contract's greatest lengths, of wide characters, of one word, of many lines.</summary>
    [Theory]
    [InlineData("长", 1)]
    [InlineData("W", 1)]
    [InlineData("﷽", 2)]
    [InlineData("a ", 1)]
    [InlineData("x\n", 2)]
    public void Longest_address_of_the_contract_is_printed_whole_and_legibly(string text, int leastPages)
    {
        string Filled(int length) => string.Concat(Enumerable.Repeat(text, length / text.Length));
        var longest = new Address(Filled(100), new string('1', 40), "AR", Filled(98), Filled(100), Filled(200), Filled(200), Filled(20));

        var label = _printer.Print(_label with { ShipTo = longest });

        using var pdf = PdfDocument.Open(label);
        Assert.InRange(pdf.NumberOfPages, leastPages, 40);
        var printed = LabelText.Of(label);
        var characters = text.Trim();
        Assert.True(printed.Split(characters).Length - 1 >= 718 / text.Length);
        Assert.All(pdf.GetPages(), page => Assert.Equal(_label.Waybill, Code128Reader.Read(LabelBars.Of(page))));
        Assert.All(
            pdf.GetPages().SelectMany(page => page.Letters),
            letter =>
            {
                Assert.InRange(letter.BoundingBox.Left, 0, 100 / 25.4 * 72);
                Assert.InRange(letter.BoundingBox.Right, 0, 100 / 25.4 * 72);
                Assert.InRange(letter.PointSize, 6, 20);
            }
        );
    }

    [Fact]
    public void Address_beyond_all_bounds_goes_on_on_further_pages()
    {
        var label = _printer.Print(_label with { ShipTo = _label.ShipTo with { Line1 = new string('长', 3000) } });

        using var pdf = PdfDocument.Open(label);
        Assert.InRange(pdf.NumberOfPages, 2, 20);
        Assert.Equal(3000, LabelText.Of(label).Count(character => character == '长'));
        Assert.Contains($"Address地址2/{pdf.NumberOfPages}", LabelText.Of(label), StringComparison.Ordinal);
    }

    [Fact]
    public void Waybill_too_long_for_the_label_is_refused() =>
        Assert.Throws<ArgumentException>(() => _printer.Print(_label with { Waybill = new string('A', 60) }));

    [Fact]
    public void Packing_list_says_what_is_inside_and_neither_price_nor_address()
    {
        var text = LabelText.Of(_printer.Print(List([new("HW-PRO", "硬件钱包 Pro", 3), new("AC-CABLE", "数据线", 1)])));

        Assert.All(
            [
                "R-7K3Q9-M2XWD",
                "Parcel1of2",
                "SBX000000000017",
                "0.54kg",
                "Shipdate2026-11-30",
                "1WarehouseRoad",
                "3×硬件钱包ProHW-PRO",
                "1×数据线AC-CABLE",
            ],
            expected => Assert.Contains(expected, text, StringComparison.Ordinal)
        );
        Assert.All(["USD", "李雷", "129"], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Long_packing_list_takes_several_pages_and_leaves_no_line_out()
    {
        var lines = Enumerable
            .Range(1, 40)
            .Select(i => new PackingLine(
                $"SKU-{i:00}.",
                i % 7 == 0 ? string.Concat(Enumerable.Repeat("名称很长的商品", 12)) : $"商品 {i}",
                i
            ))
            .ToList();

        var list = _printer.Print(List(lines));

        using var pdf = PdfDocument.Open(list);
        Assert.InRange(pdf.NumberOfPages, 2, 8);
        var text = LabelText.Of(list);
        Assert.All(lines, line => Assert.Equal(1, text.Split(line.Sku).Length - 1));
        Assert.Equal(pdf.NumberOfPages, text.Split("PACKINGLIST").Length - 1);
    }

    private static void AssertNoBox(string line)
    {
        using var fonts = new LabelFonts();
        Assert.DoesNotContain((ushort)0, fonts.Shape(TextLine.Of(line), 5).Runs.SelectMany(run => run.Glyphs));
    }

    private static PackingList List(IReadOnlyList<PackingLine> lines) =>
        new()
        {
            OrderNumber = "R-7K3Q9-M2XWD",
            ParcelNumber = 1,
            Parcels = 2,
            Waybill = "SBX000000000017",
            WeightGrams = 540,
            ShipDate = new(2026, 11, 30),
            Sender = ["Orders", "1 Warehouse Road", "Shenzhen 518000", "China"],
            Lines = lines,
        };

    public void Dispose() => _printer.Dispose();
}
