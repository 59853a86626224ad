"""Operations on images: their contract and how one or many are run."""
