//! HEIC files for tests: boxes as cameras write them around bytes that are no picture.

/// A file of one coded item, or of a grid of several.
#[derive(Clone, Copy)]
pub(in crate::photo) struct Heic<'a> {
    /// The coded items.
    pub(in crate::photo) tiles: &'a [&'a [u8]],
    /// The properties of every item.
    pub(in crate::photo) properties: &'a [(&'a [u8; 4], &'a [u8])],
    /// The TIFF block of its EXIF.
    pub(in crate::photo) exif: Option<&'a [u8]>,
    /// Whether the EXIF's extent says its length, or 0: to the end of the file.
    pub(in crate::photo) exif_has_length: bool,
    /// What the item is that several are put together in.
    pub(in crate::photo) whole: &'a [u8; 4],
}

/// 40×30 pixels.
pub(in crate::photo) const SIZE: (&[u8; 4], &[u8]) = (b"ispe", &[0, 0, 0, 0, 0, 0, 0, 40, 0, 0, 0, 30]);

impl Default for Heic<'_> {
    fn default() -> Self {
        Self { tiles: &[b"coded"], properties: &[SIZE], exif: None, exif_has_length: true, whole: b"grid" }
    }
}

const EXIF: u16 = 99;

/// An item's number, its kind and, of a coded one, its bytes.
type Item<'a> = (u16, &'a [u8; 4], Option<&'a [u8]>);

impl Heic<'_> {
    pub(in crate::photo) fn bytes(&self) -> Vec<u8> {
        let start = self.before_data(0).len() + 8;
        let offset = u32::try_from(start).unwrap();
        let exif = self.exif.map(|exif| [&[0; 4], exif].concat()).unwrap_or_default();
        [self.before_data(offset), boxed(b"mdat", &[self.tiles.concat(), exif].concat())].concat()
    }

    /// The kind of each item, numbered from 1, and of the coded ones their bytes.
    fn items(&self) -> Vec<Item<'_>> {
        let grid = (self.tiles.len() > 1).then_some((self.whole, None));
        let tiles = self.tiles.iter().map(|tile| (b"hvc1", Some(*tile)));
        (1..).zip(grid.into_iter().chain(tiles)).map(|(id, (kind, data))| (id, kind, data)).collect()
    }

    fn before_data(&self, data: u32) -> Vec<u8> {
        let items = self.items();
        let exif = self.exif.map(|exif| u32::try_from(exif.len()).unwrap() + 4);
        let mut infos: Vec<Vec<u8>> = items
            .iter()
            .map(|(id, kind, _)| full(b"infe", 2, &[&id.to_be_bytes()[..], &[0; 2], *kind, &[0]].concat()))
            .collect();
        infos.extend(
            exif.map(|_| full(b"infe", 2, &[&EXIF.to_be_bytes()[..], &[0; 2], b"Exif", &[0]].concat())),
        );
        let count = u16::try_from(infos.len()).unwrap().to_be_bytes();

        let mut at = data;
        let mut places = Vec::new();
        for (id, _, coded) in &items {
            let length = coded.map_or(8, |coded| u32::try_from(coded.len()).unwrap());
            places.push(match coded {
                Some(_) => place(*id, 0, at, length),
                None => place(*id, 1, 0, length),
            });
            at += if coded.is_some() { length } else { 0 };
        }
        places.extend(exif.map(|length| place(EXIF, 0, at, if self.exif_has_length { length } else { 0 })));

        let kinds: Vec<u8> = (1..).take(self.properties.len()).collect();
        let associations: Vec<u8> = items
            .iter()
            .flat_map(|(id, ..)| {
                [&id.to_be_bytes()[..], &[u8::try_from(kinds.len()).unwrap()], &kinds].concat()
            })
            .collect();
        let tiles: Vec<u8> = (2u16..).take(self.tiles.len()).flat_map(u16::to_be_bytes).collect();
        let of_grid = u16::try_from(self.tiles.len()).unwrap().to_be_bytes();
        let references = if self.tiles.len() > 1 {
            full(b"iref", 0, &boxed(b"dimg", &[&[0, 1][..], &of_grid, &tiles].concat()))
        } else {
            Vec::new()
        };
        let properties: Vec<u8> = self.properties.iter().flat_map(|(kind, body)| boxed(kind, body)).collect();
        let many = u32::try_from(items.len()).unwrap().to_be_bytes();
        let meta = [
            full(b"pitm", 0, &[0, 1]),
            full(b"iinf", 0, &[&count[..], &infos.concat()].concat()),
            references,
            full(b"iloc", 1, &[&[0x44, 0][..], &count, &places.concat()].concat()),
            boxed(b"idat", &[0, 0, 0, 1, 0, 40, 0, 30]),
            boxed(
                b"iprp",
                &[boxed(b"ipco", &properties), full(b"ipma", 0, &[&many[..], &associations].concat())]
                    .concat(),
            ),
        ];
        [boxed(b"ftyp", b"heic\0\0\0\0mif1heic"), full(b"meta", 0, &meta.concat())].concat()
    }
}

/// Where an item lies.
fn place(item: u16, method: u16, offset: u32, length: u32) -> Vec<u8> {
    let head = [item, method, 0, 1].map(u16::to_be_bytes).concat();
    [head, offset.to_be_bytes().to_vec(), length.to_be_bytes().to_vec()].concat()
}

fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [&u32::try_from(body.len() + 8).unwrap().to_be_bytes()[..], kind, body].concat()
}

fn full(kind: &[u8; 4], version: u8, body: &[u8]) -> Vec<u8> {
    boxed(kind, &[&[version, 0, 0, 0], body].concat())
}
