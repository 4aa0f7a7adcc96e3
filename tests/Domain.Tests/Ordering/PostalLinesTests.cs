using Orders.Functions.Domain.Ordering;

namespace Domain.Tests.Ordering;

public sealed class PostalLinesTests
{
    /// <summary>As the postal union's sheets and the posts' own pages show them.</summary>
    [Theory]
    [InlineData("DE", "Berlin", "Berlin", "Hollow Lane 7", null, "10117", "Hollow Lane 7|10117 Berlin|GERMANY (DE)")]
    [InlineData("US", "NY", "New York", "350 5th Ave", "Apt 4", "10118", "350 5th Ave|Apt 4|New York, NY 10118|UNITED STATES (US)")]
    [InlineData("US", "New York", "New York", "1 A St", null, "10001", "1 A St|New York, New York 10001|UNITED STATES (US)")]
    [InlineData("GB", "Greater London", "London", "1 Hollow Lane", null, "SW1A 1AA", "1 Hollow Lane|London|SW1A 1AA|UNITED KINGDOM (GB)")]
    [InlineData("FR", null, "Paris", "1 rue du Bac", null, "75007", "1 rue du Bac|75007 Paris|FRANCE (FR)")]
    [InlineData("HU", null, "Budapest", "Fő utca 1.", null, "1011", "Budapest|Fő utca 1.|1011|HUNGARY (HU)")]
    [InlineData("PL", "mazowieckie", "Warszawa", "ul. Żwirki 1", null, "00-001", "ul. Żwirki 1|00-001 Warszawa|POLAND (PL)")]
    [InlineData("BR", "SP", "São Paulo", "Rua A, 1", "Centro", "01000-000", "Rua A, 1|Centro|São Paulo-SP|01000-000|BRAZIL (BR)")]
    [InlineData("BR", null, "São Paulo", "Rua A, 1", null, "01000-000", "Rua A, 1|São Paulo|01000-000|BRAZIL (BR)")]
    [InlineData("RU", "Московская обл.", "Химки", "ул. Мира, 1", null, "141400", "ул. Мира, 1|Химки|Московская обл.|141400|RUSSIA (RU)")]
    [InlineData("IN", "Karnataka", "Bengaluru", "1 MG Road", null, "560001", "1 MG Road|Bengaluru 560001|Karnataka|INDIA (IN)")]
    [InlineData("CN", "广东省", "深圳市", "科技园路 1 号", null, "518000", "518000|广东省深圳市|科技园路 1 号|CHINA (CN)")]
    [InlineData("CN", "北京市", "北京市", "长安街 1 号", null, "100000", "100000|北京市|长安街 1 号|CHINA (CN)")]
    [InlineData("CN", "Guangdong", "Shenzhen", "1 Keji Rd", null, "518000", "1 Keji Rd|Shenzhen|Guangdong, 518000|CHINA (CN)")]
    [InlineData("JP", "東京都", "渋谷区", "神南1-9-1", null, "150-0041", "〒150-0041|東京都渋谷区|神南1-9-1|JAPAN (JP)")]
    [InlineData("JP", "東京都", "渋谷区", "1-9-1", null, "〒150-0041", "〒150-0041|東京都渋谷区|1-9-1|JAPAN (JP)")]
    [InlineData("JP", "Tokyo", "Shibuya-ku", "1-9-1 Jinnan", null, "150-0041", "1-9-1 Jinnan|Shibuya-ku, Tokyo|150-0041|JAPAN (JP)")]
    [InlineData("KR", "서울특별시", "강남구", "테헤란로 1", null, "06236", "서울특별시 강남구|테헤란로 1|06236|SOUTH KOREA (KR)")]
    [InlineData("TW", "臺北市", "信義區", "市府路 1 號", null, "110", "110|臺北市信義區|市府路 1 號|TAIWAN (TW)")]
    [InlineData("SG", null, "Singapore", "1 Marina Way", null, "018956", "1 Marina Way|Singapore 018956|SINGAPORE (SG)")]
    [InlineData("CH", null, "Zürich", "Weg 1", null, "ch-8001", "Weg 1|CH-8001 Zürich|SWITZERLAND (CH)")]
    [InlineData("CH", null, "Zürich", "Weg 1", null, null, "Weg 1|Zürich|SWITZERLAND (CH)")]
    [InlineData("IT", "RM", "Roma", "Via Po 1", null, "00198", "Via Po 1|00198 Roma RM|ITALY (IT)")]
    [InlineData("AE", "Dubai", "Dubai", "Villa 3", null, null, "Villa 3|Dubai|UNITED ARAB EMIRATES (AE)")]
    public void Lines_stand_in_the_order_of_their_country(
        string country,
        string? region,
        string city,
        string line1,
        string? line2,
        string? code,
        string expected
    ) => Assert.Equal(expected.Split('|'), PostalLines.Of(new Address("A. Person", "+1", country, region, city, line1, line2, code)));

    [Fact]
    public void Every_country_keeps_street_city_and_name_of_the_country()
    {
        foreach (var country in AddressFormats.BuiltIn.Formats.Keys.Append("GH"))
        {
            string[] cities = ["Cityham", "城市"];
            foreach (var city in cities)
            {
                var lines = PostalLines.Of(new Address("A", "+1", country, "Region", city, "Street 1", "Floor 2", "12345"));

                Assert.Contains("Street 1", lines);
                Assert.Contains("Floor 2", lines);
                Assert.Contains(lines, line => line.Contains(city, StringComparison.Ordinal));
                Assert.Contains(country, lines[^1], StringComparison.Ordinal);
                Assert.DoesNotContain(lines, line => line.Contains('%', StringComparison.Ordinal) || line != line.Trim(' ', ',', '-'));
            }
        }
    }
}
